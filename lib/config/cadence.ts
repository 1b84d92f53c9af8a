import {
  type Cadence,
  COLLECTOR_INTERVALS_MS,
  COLLECTORS,
  type CollectorName,
} from '#lib/domain/collectors.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { DAY, MINUTE, parseDuration } from '#lib/domain/time.ts';

const SHORTEST = MINUTE;
const LONGEST = DAY;

/** How often Capacity Blocks are asked about follows from AWS's rate for that call and from what is asked. */
const SETTABLE = COLLECTORS.filter((name) => name !== 'capacity-block');

/**
 * The section `cadence` of the configuration file: how often single sources look, such as `spot-price: 10m`; the others
 * keep their own.
 * @throws AppError CONFIG_INVALID, CONFIG_UNKNOWN, DURATION_FORMAT, INTERVAL_TOO_SHORT
 */
export function parseCadence(input: unknown): Cadence {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new AppError('CONFIG_INVALID', 'cadence in the configuration file names sources and durations', {
      field: 'cadence',
      received: JSON.stringify(input),
      accepted: 'such as spot-price: 10m',
    });
  const own = Object.entries(input).map(
    ([name, value]) => [sourceName(name), interval(name, value)] as const,
  );
  return { ...COLLECTOR_INTERVALS_MS, ...Object.fromEntries(own) };
}

function sourceName(name: string): CollectorName {
  const known = SETTABLE.find((one) => one === name);
  if (known !== undefined) return known;
  const near = suggest(name, SETTABLE);
  const why =
    name === 'capacity-block'
      ? 'is asked as often as AWS lets it be asked: capacity.grid says what'
      : `is no source${near === undefined ? '' : `: did you mean ${near}?`}`;
  throw new AppError('CONFIG_UNKNOWN', `cadence: ${name} ${why}`, {
    field: `cadence.${name}`,
    accepted: SETTABLE.join(', '),
  });
}

function interval(name: string, value: unknown): number {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  const details = { field: `cadence.${name}`, received: String(value), accepted: '1m to 1d' };
  if (ms === undefined)
    throw new AppError(
      'DURATION_FORMAT',
      `cadence.${name} is not a duration: write 90s, 10m, 2h or 1d`,
      details,
    );
  if (ms < SHORTEST)
    throw new AppError(
      'INTERVAL_TOO_SHORT',
      `cadence.${name}: a source is not asked more often than once a minute`,
      details,
    );
  if (ms > LONGEST)
    throw new AppError('CONFIG_INVALID', `cadence.${name}: a source is asked at least once a day`, details);
  return ms;
}
