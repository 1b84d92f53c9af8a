import type { Db } from '../client.ts';
import { route } from '../schema/index.ts';
import { channelList } from './channel-list.ts';
import { listEnabledRules } from './rules.ts';

/** The rules, and places of routes, that would tell nobody without this channel. */
export function leftAloneWithout(db: Db, name: string): { rules: string[]; routes: number[] } {
  const others = new Set(channelList(db).flatMap((channel) => (channel.name === name ? [] : [channel.name])));
  const isLost = (names: readonly string[]) =>
    names.includes(name) && !names.some((channel) => others.has(channel));
  const rules = listEnabledRules(db).filter(({ channels }) => isLost(channels));
  const routes = db.orm.select().from(route).orderBy(route.position).all();
  return {
    rules: rules.map((rule) => rule.name),
    routes: routes.filter((row) => isLost(namesIn(row.channelsJson))).map(({ position }) => position),
  };
}

function namesIn(json: string): string[] {
  try {
    const names: unknown = JSON.parse(json);
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
