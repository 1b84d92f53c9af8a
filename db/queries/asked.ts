import type { CapacitySettings } from '#lib/config/capacity.ts';
import type { Watch } from '#lib/config/watch.ts';
import { type Cadence, COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import type { Db } from '../client.ts';
import { readMeta, writeMeta } from './meta.ts';

/** What the jobs were told to look at: the pages check against it what people ask for on top. */
export type Asked = { watch: Watch; capacity: CapacitySettings; cadence?: Cadence };

const KEY = 'asked';

/** Noted by the jobs at their start, inside the caller's transaction. */
export function noteAsked(db: Db, asked: Asked): void {
  writeMeta(db, KEY, JSON.stringify(asked));
}

/** Undefined before the jobs have run. */
export function readAsked(db: Db): Asked | undefined {
  const text = readMeta(db, KEY);
  return text === undefined ? undefined : (JSON.parse(text) as Asked);
}

/** How often each collector looks: as the jobs were told, or as they do by themselves. */
export function readCadence(db: Db): Cadence {
  return { ...COLLECTOR_INTERVALS_MS, ...readAsked(db)?.cadence };
}
