import { z } from 'zod';
import { SEVERITIES } from '#lib/alerts/notice.ts';
import type { Route } from '#lib/alerts/route.ts';
import type { Db } from '../client.ts';
import { route } from '../schema/index.ts';
import { prepared } from './prepared.ts';

const names = z.array(z.string()).readonly();
const storedSchema = z.object({
  match: z.strictObject({
    severities: z.array(z.enum(SEVERITIES)).readonly().optional(),
    types: names.optional(),
    regions: names.optional(),
  }),
  channels: names,
});

/** The routes in their order. One that cannot be read, or asks what this version does not know, is passed over. */
export function listRoutes(db: Db): Route[] {
  const sql = 'SELECT match_json, channels_json FROM route ORDER BY position';
  return (prepared(db, sql).all() as [string, string][]).flatMap(([match, channels]) => {
    const { match: read, channels: told } = readStored(match, channels) ?? {};
    return read === undefined || told === undefined ? [] : [{ match: withoutGaps(read), channels: told }];
  });
}

function readStored(match: string, channels: string) {
  try {
    return storedSchema.safeParse({ match: JSON.parse(match), channels: JSON.parse(channels) }).data;
  } catch {
    return undefined;
  }
}

/** A matcher that is left out is not there, rather than undefined. */
function withoutGaps({ severities, types, regions }: z.infer<typeof storedSchema>['match']): Route['match'] {
  return {
    ...(severities === undefined ? {} : { severities }),
    ...(types === undefined ? {} : { types }),
    ...(regions === undefined ? {} : { regions }),
  };
}

/** Replaces all routes; inside the caller's transaction. */
export function saveRoutes(db: Db, routes: readonly Route[]): void {
  db.orm.delete(route).run();
  for (const [position, { match, channels }] of routes.entries())
    db.orm
      .insert(route)
      .values({ position, matchJson: JSON.stringify(match), channelsJson: JSON.stringify(channels) })
      .run();
}
