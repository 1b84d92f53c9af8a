import { z } from 'zod';
import { parseUsd } from '#lib/domain/money.ts';
import { parseDuration } from '#lib/domain/time.ts';
import {
  blockFilter,
  blockFilterFields,
  blockFilterKey,
  blockFilterWords,
  ofBlocks,
} from '../block-series.ts';
import { direction, percent, usd, within } from '../fields.ts';
import { type SeriesQuestion, seriesFindings, whyMeasureEnded } from '../measured.ts';
import type { RuleKind } from '../types.ts';
import { beyond, FALSE, movedBy } from '../verdicts.ts';

const paramsSchema = z
  .strictObject({
    ...blockFilter,
    moves: z.strictObject({ percent: percent(), within: within('7d'), direction }).optional(),
    /** Dollars per accelerator-hour. */
    above: usd('6.00').optional(),
    below: usd('4.00').optional(),
  })
  .refine(({ moves, above, below }) => [moves, above, below].some((part) => part !== undefined), {
    error: 'say what to watch for: moves (a percentage), above, below (dollars per accelerator-hour)',
  });
type Params = z.infer<typeof paramsSchema>;

/** Share by which the price has to come back over its limit before the alert is over. */
const CLEAR_SHARE = 0.02;

export const blockPrice = {
  kind: 'block-price',
  label: 'Price of the cheapest Capacity Block',
  collector: 'capacity-block',
  reads: 'series',
  source: 'AWS Capacity Block offerings',
  paramsSchema,
  fields: [
    ...blockFilterFields,
    { name: 'moves', label: 'Moves by', hint: 'a percentage within a window, up, down or either way' },
    { name: 'above', label: 'At or above', hint: 'dollars per accelerator-hour' },
    { name: 'below', label: 'Below', hint: 'dollars per accelerator-hour' },
  ],
  needs: (params) => ({ windowsMs: questionsOf(params).flatMap(({ windowMs }) => windowMs ?? []) }),
  evaluate(params, reading, now) {
    const isMine = ofBlocks(params, reading.region);
    return seriesFindings(
      reading,
      now,
      (series) => series.kind === 'block-price' && isMine(series),
      questionsOf(params),
      () => ({ measure: 'block-price', perAccelerator: true }),
    );
  },
  watches: (params, { type = '', qualifier = '', region = '', condition }) =>
    ofBlocks(params, region)({ type, qualifier }) &&
    questionsOf(params).some((question) => question.condition === condition),
  filterKey: blockFilterKey,
  describe: (params) => {
    const { moves, above, below } = params;
    const verb = { either: 'moves', up: 'rises', down: 'falls' };
    const parts = [
      moves && `${verb[moves.direction]} ${moves.percent} % or more within ${moves.within}`,
      above && `is at or above $${above} per accelerator-hour`,
      below && `is below $${below} per accelerator-hour`,
    ].filter((part) => part !== undefined);
    return `cheapest block of ${blockFilterWords(params)} ${parts.join(', or ')}`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'series'>;

/** Nothing on sale is no price: what fired on a price is over then. */
function questionsOf({ moves, above, below }: Params): SeriesQuestion[] {
  const questions: SeriesQuestion[] = [];
  if (moves !== undefined) {
    const asked = { windowMs: parseDuration(moves.within) ?? 0, limit: moves.percent, absent: FALSE };
    if (moves.direction !== 'down')
      questions.push({
        ...asked,
        condition: 'rise',
        judge: (value, before) => movedBy(value - (before ?? value), before ?? value, moves.percent),
      });
    if (moves.direction !== 'up')
      questions.push({
        ...asked,
        condition: 'fall',
        judge: (value, before) => movedBy((before ?? value) - value, before ?? value, moves.percent),
      });
  }
  for (const [side, text] of [['above', above] as const, ['below', below] as const]) {
    if (text === undefined) continue;
    const limit = parseUsd(text)?.micro ?? 0;
    questions.push({
      condition: side,
      windowMs: null,
      limit,
      absent: FALSE,
      judge: (value) => beyond(side, value, limit, CLEAR_SHARE),
    });
  }
  return questions;
}
