import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { DAY, dayOf } from '#lib/domain/time.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../../client.ts';
import { prepared } from '../prepared.ts';

const DAYS = 90;

// One string per series, and the bound of its range worked out once: row by row this takes seconds over 5,000 pools.
const ROLLUPS = `SELECT s.id, group_concat(r.day || ':' || ifnull(r.min, '') || ':' || ifnull(r.last, ''))
  FROM series s CROSS JOIN rollup_day r ON r.series_id = s.id AND r.day < @last AND r.day >= ifnull((
    SELECT max(day) FROM rollup_day c WHERE c.series_id = s.id AND c.day < @first), @first)
  WHERE s.kind = 'spot' AND s.qualifier = @product AND s.instance_type = @type
    AND s.region IN (SELECT value FROM json_each(@regions)) GROUP BY s.id`;

// The roll-up of the last day may know of prices that came after the end: an issue that is late is about its own time.
const LAST_DAY = `SELECT min(value) FROM (
  SELECT (SELECT value FROM point WHERE series_id = own.id AND at <= @start ORDER BY at DESC LIMIT 1) AS value FROM own
  UNION ALL
  SELECT point.value FROM own CROSS JOIN point ON series_id = own.id AND at > @start AND at < @to)`;

/** The spot series of a type, in regions. */
export const POOLS = `SELECT id FROM series WHERE kind = 'spot' AND qualifier = @product AND instance_type = @type
  AND region IN (SELECT value FROM json_each(@regions))`;

type Rollup = { day: number; min: number | null; last: number | null };

export type Daily = {
  /** The lowest price of each of the 90 UTC days up to the end, over the pools of a type; null where none had one. */
  lows: TimedValue[];
  /** By series: the price at the end of each of those days but the last. */
  ends: Map<number, (number | null)[]>;
};

export function readDaily(db: Db, type: string, regions: readonly string[], to: number): Daily {
  const last = dayOf(to - 1);
  const first = last - DAYS + 1;
  const pools = { type, regions: JSON.stringify(regions), product: DEFAULT_PRODUCT };
  const lows = new Array<number | null>(DAYS - 1).fill(null);
  const ends = new Map<number, (number | null)[]>();
  for (const [id, packed] of prepared(db, ROLLUPS).all({ ...pools, first, last }) as [number, string][])
    ends.set(id, takeDays(lows, unpack(packed), first));
  const today = prepared(db, `WITH own AS (${POOLS}) ${LAST_DAY}`).get({
    ...pools,
    start: last * DAY,
    to,
  }) as [number | null];
  lows.push(today[0]);
  return { lows: lows.map((value, index) => ({ at: (first + index) * DAY, value })), ends };
}

function unpack(packed: string): Rollup[] {
  const number = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text));
  return packed
    .split(',')
    .map((row) => {
      const [day, min, last] = row.split(':');
      return { day: Number(day), min: number(min), last: number(last) };
    })
    .sort((a, b) => a.day - b.day);
}

/** A day without a row held the last value of the row before it. Lowers `lows`, and tells how each day ended. */
function takeDays(lows: (number | null)[], rows: readonly Rollup[], first: number): (number | null)[] {
  let next = 0;
  let carried: number | null = null;
  while ((rows[next]?.day ?? first) < first) carried = rows[next++]?.last ?? null;
  return lows.map((before, index) => {
    const row = rows[next];
    const isOwn = row !== undefined && row.day === first + index;
    const low = isOwn ? row.min : carried;
    if (isOwn) {
      carried = row.last;
      next++;
    }
    if (low !== null) lows[index] = before === null ? low : Math.min(before, low);
    return carried;
  });
}
