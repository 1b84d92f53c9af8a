import { z } from 'zod';
import { SEVERITIES } from '#lib/alerts/notice.ts';
import { isCatchAll, type Route } from '#lib/alerts/route.ts';
import { someRegions, someTypes } from '#lib/rules/fields.ts';
import { type ChannelNames, channelsNamed } from './channel-names.ts';
import { check, type Path, type Problem } from './problems.ts';

const routeSchema = z.strictObject({
  channels: z
    .array(z.string(), 'NO_RECEIVER: expected a list of channel names')
    .min(1, 'NO_RECEIVER: a route that tells nobody is not allowed: name at least one channel')
    .max(20),
  severities: z
    .array(z.enum(SEVERITIES, `expected one of ${SEVERITIES.join(', ')}`), 'expected a list of severities')
    .min(1, 'name at least one severity, or leave severities out')
    .optional(),
  types: someTypes.optional(),
  regions: someRegions.optional(),
});

/** The section `routes`, in its order. */
export function parseRoutes(
  entries: readonly unknown[],
  channels: ChannelNames,
  problems: Problem[],
): Route[] {
  return entries.flatMap((entry, index): Route[] => {
    const at: Path = ['routes', index];
    const route = check(routeSchema, entry, at, problems);
    if (route === undefined) return [];
    const { channels: names, severities, types, regions } = route;
    const match = {
      ...(severities === undefined ? {} : { severities }),
      ...(types === undefined ? {} : { types }),
      ...(regions === undefined ? {} : { regions }),
    };
    return [{ match, channels: channelsNamed(names, [...at, 'channels'], channels, problems) }];
  });
}

/** Routes behind one that takes everything are never asked: probably not what was meant. */
export function routeWarnings(routes: readonly Route[]): string[] {
  const first = routes.findIndex(isCatchAll);
  const idle = routes.slice(first + 1).map((_, index) => `routes[${first + 1 + index}]`);
  if (first === -1 || idle.length === 0) return [];
  return [`routes[${first}] takes every alert: ${idle.join(', ')} behind it will never be asked`];
}
