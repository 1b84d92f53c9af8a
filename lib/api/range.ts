import { AppError } from '#lib/domain/errors.ts';
import { DAY, formatInstant } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';

const LONGEST_RANGE = 400 * DAY;
const DEFAULT_RANGE = 30 * DAY;

/**
 * The range a history is asked for. Without `to` it ends at the newest look, without `from` it is 30 days long.
 * @throws AppError RANGE_INVALID
 */
export function resolveRange(asked: { from?: number; to?: number }, newest: number): Span {
  const to = asked.to ?? newest;
  const from = asked.from ?? Math.min(newest, to) - DEFAULT_RANGE;
  if (from < to && to - from <= LONGEST_RANGE) return { from, to };
  const why = from < to ? 'the range is longer than 400 days' : 'the range ends before it begins';
  throw new AppError('RANGE_INVALID', why, {
    field: asked.from === undefined ? 'to' : 'from',
    received: `${formatInstant(from)} to ${formatInstant(to)}`,
    accepted: 'from before to, at most 400 days apart',
  });
}
