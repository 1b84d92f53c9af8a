import { DESCRIBED } from '#lib/catalogue/described.ts';
import { placeOf } from '#lib/catalogue/region-places.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** All that has a name and a page: types in the order of the desk with the regions that list them, regions with zones. */
export type Names = {
  types: { type: string; accelerator: string; vendor: string; regions: string[] }[];
  regions: { region: string; place: string | null; zones: string[] }[];
};

export function readNames(db: Db): Names {
  const listed = grouped(db, 'SELECT instance_type, region FROM type_region ORDER BY instance_type, region');
  const zones = grouped(
    db,
    `SELECT region, zone_id FROM zone UNION SELECT region, zone_id FROM series WHERE kind = 'spot' ORDER BY 1, 2`,
  );
  const types = prepared(db, 'SELECT name, accelerator, vendor FROM instance_type ORDER BY name').all();
  const regions = prepared(
    db,
    `SELECT name FROM region WHERE enabled = 1 UNION SELECT region FROM target
     WHERE collector = 'spot-price' AND current = 1 AND region <> 'global' ORDER BY 1`,
  ).all();
  return {
    types: (types as [string, string, string][])
      .sort(([a], [b]) => deskRank(a) - deskRank(b))
      .map(([type, accelerator, vendor]) => ({
        type,
        accelerator,
        vendor,
        regions: listed.get(type) ?? [],
      })),
    regions: (regions as [string][]).map(([region]) => ({
      region,
      place: placeOf(region),
      zones: zones.get(region) ?? [],
    })),
  };
}

const DESK = new Map([...DESCRIBED.keys()].map((type, index) => [type, index]));

/** What nobody has described yet is news, and comes first. */
const deskRank = (type: string) => DESK.get(type) ?? -1;

function grouped(db: Db, sql: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of prepared(db, sql).all() as [string, string][])
    groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
