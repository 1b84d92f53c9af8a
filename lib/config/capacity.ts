import { z } from 'zod';
import {
  BOOKING_HORIZON,
  DURATIONS_ACCEPTED,
  MOST_INSTANCES,
  parseBlockDuration,
} from '#lib/capacity/durations.ts';
import { isUltraServer } from '#lib/capacity/question.ts';
import { AppError, type ErrorCode } from '#lib/domain/errors.ts';
import { formatInstant, parseInstant } from '#lib/domain/time.ts';
import { check, type Path, type Problem, pathText, refuse } from './problems.ts';

/** What is asked about Capacity Blocks. Counts are instances, durations hours. */
export type CapacitySettings = {
  /** Asked of every block type in every region each cycle. */
  grid: { counts: readonly number[]; durationsHours: readonly number[] };
  /** The users' own questions, asked exactly as they stand each cycle. */
  asks: readonly CapacityAsk[];
};

/** One question of the users' watch list. */
export type CapacityAsk = {
  name: string;
  /** An instance type, or an UltraServer type. */
  type: string;
  count: number;
  durationHours: number;
  /** Empty: every watched region where the type is sold. */
  regions: readonly string[];
  /** The window for the start of the block, milliseconds UTC. */
  startAfter?: number | undefined;
  startBefore?: number | undefined;
  /** Asked because a rule is about it, not named in the capacity section. */
  ofRule?: boolean | undefined;
};

export const DEFAULT_CAPACITY: CapacitySettings = {
  grid: { counts: [1, 8], durationsHours: [24, 168] },
  asks: [],
};

const count = z.number('expected a whole number');
const duration = z.string('expected a duration such as 24h or 7d');
const text = (what: string) => z.string(`expected ${what}`).min(1, 'must not be empty').max(80);
// YAML gives an unquoted date as text; both forms are read alike.
const date = z.string('expected a date such as 2026-12-01').optional();

const section = z.strictObject({
  grid: z
    .strictObject({
      counts: z.array(count, 'expected a list of counts').min(1, 'name at least one count').max(64),
      durations: z
        .array(duration, 'expected a list of durations')
        .min(1, 'name at least one duration')
        .max(38),
    })
    .partial()
    .optional(),
  asks: z
    .array(
      z.strictObject({
        name: text('a name'),
        type: text('an instance type'),
        count,
        duration,
        regions: z.array(text('a region'), 'expected a list of regions').min(1).optional(),
        startAfter: date,
        startBefore: date,
      }),
      'expected a list of questions',
    )
    .max(200, 'at most 200 questions')
    .optional(),
});

/**
 * Reads the capacity section of the configuration file.
 * @throws AppError CONFIG_INVALID, COUNT_RANGE, DURATION_NOT_OFFERED, START_WINDOW
 */
export function parseCapacity(input: unknown): CapacitySettings {
  const problems: Problem[] = [];
  const read = check(section, input ?? {}, ['capacity'], problems);
  refuse(problems);
  const { grid = {}, asks = [] } = read ?? {};
  const named = new Set<string>();
  return {
    grid: {
      counts: unique(
        grid.counts?.map((value, i) => toCount(value, ['capacity', 'grid', 'counts', i])) ??
          DEFAULT_CAPACITY.grid.counts,
      ),
      durationsHours: unique(
        grid.durations?.map((value, i) => toHours(value, ['capacity', 'grid', 'durations', i])) ??
          DEFAULT_CAPACITY.grid.durationsHours,
      ),
    },
    asks: asks.map((ask, i) => toAsk(ask, ['capacity', 'asks', i], named)),
  };
}

const unique = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

type RawAsk = NonNullable<z.infer<typeof section>['asks']>[number];

function toAsk(raw: RawAsk, at: Path, named: Set<string>): CapacityAsk {
  const { name, type, regions = [] } = raw;
  if (named.has(name))
    throw refusal(
      'CONFIG_INVALID',
      [...at, 'name'],
      'two questions have the same name',
      name,
      'names that differ',
    );
  named.add(name);
  const asked = toCount(raw.count, [...at, 'count']);
  if (isUltraServer(type) && asked !== 1)
    throw refusal(
      'COUNT_RANGE',
      [...at, 'count'],
      'one UltraServer is one block',
      String(asked),
      '1 for an UltraServer type',
    );
  const startAfter = toInstant(raw.startAfter, [...at, 'startAfter']);
  const startBefore = toInstant(raw.startBefore, [...at, 'startBefore']);
  if (startAfter !== undefined && startBefore !== undefined && startBefore <= startAfter)
    throw refusal(
      'START_WINDOW',
      [...at, 'startBefore'],
      'the window for the start ends before it begins',
      raw.startBefore ?? '',
      `a date after ${formatInstant(startAfter)}`,
    );
  const durationHours = toHours(raw.duration, [...at, 'duration']);
  return { name, type, count: asked, durationHours, regions, startAfter, startBefore };
}

function toCount(value: number, at: Path): number {
  if (Number.isInteger(value) && value >= 1 && value <= MOST_INSTANCES) return value;
  const accepted = `a whole number from 1 to ${MOST_INSTANCES}, such as 8`;
  throw refusal('COUNT_RANGE', at, `a block holds 1 to ${MOST_INSTANCES} instances`, String(value), accepted);
}

function toHours(value: string, at: Path): number {
  const hours = parseBlockDuration(value);
  if (hours !== undefined) return hours;
  const message = 'AWS sells no Capacity Block of this length';
  throw refusal('DURATION_NOT_OFFERED', at, message, value, DURATIONS_ACCEPTED);
}

function toInstant(value: string | undefined, at: Path): number | undefined {
  if (value === undefined) return undefined;
  const instant = parseInstant(value);
  if (instant !== undefined) return instant;
  throw refusal(
    'START_WINDOW',
    at,
    'this is no date',
    value,
    'ISO 8601, such as 2026-12-01 or 2026-12-01T11:30:00Z',
  );
}

/**
 * Refuses questions whose window no block can start in any more, or yet. Those of rules wait for their window and end
 * with it: a rule may be written months ahead, and must not keep the product from starting when it is over.
 * @throws AppError START_WINDOW
 */
export function checkWindows({ asks }: CapacitySettings, now: number): void {
  for (const [i, ask] of asks.entries()) if (!ask.ofRule) checkWindow(ask, ['capacity', 'asks', i], now);
}

/**
 * The same of one ask, whose fields stand at `at`. Product time.
 * @throws AppError START_WINDOW
 */
export function checkWindow({ name, startAfter, startBefore }: CapacityAsk, at: Path, now: number): void {
  const accepted = `between ${formatInstant(now)} and ${formatInstant(now + BOOKING_HORIZON)}`;
  if (startBefore !== undefined && startBefore <= now)
    throw refusal(
      'START_WINDOW',
      [...at, 'startBefore'],
      `the window of "${name}" has passed`,
      formatInstant(startBefore),
      accepted,
    );
  if (startAfter !== undefined && startAfter > now + BOOKING_HORIZON)
    throw refusal(
      'START_WINDOW',
      [...at, 'startAfter'],
      `the window of "${name}" lies beyond the eight weeks that AWS books ahead`,
      formatInstant(startAfter),
      accepted,
    );
}

function refusal(code: ErrorCode, at: Path, why: string, received: string, accepted: string): AppError {
  const field = pathText(at);
  return new AppError(code, `${field}: ${why}`, { field, received, accepted });
}
