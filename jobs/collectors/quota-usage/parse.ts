import { z } from 'zod';
import type { SeenUse } from '#db/queries/quotas.ts';

const named = z.object({ Id: z.string().min(1) });
const points = z.object({
  StatusCode: z.string().optional(),
  Timestamps: z.array(z.date()),
  Values: z.array(z.number().nonnegative()),
});

/** What all pages together say of one query. */
export type MetricAnswer = { status: string | undefined; newest: { at: number; value: number } | undefined };

const UNREADABLE = 'Unreadable';

/**
 * Adds one page's result of a query to what earlier pages said: a query that runs over a page's end is PartialData until
 * the page that ends it. Points that cannot be read spoil this query and no other.
 * @throws ZodError for a result that does not say which query it answers
 */
export function addResult(answers: Map<string, MetricAnswer>, item: unknown): void {
  const { Id } = named.parse(item);
  const before = answers.get(Id);
  const { success, data } = points.safeParse(item);
  if (!success || data.Timestamps.length !== data.Values.length || before?.status === UNREADABLE) {
    answers.set(Id, { status: UNREADABLE, newest: undefined });
    return;
  }
  let newest = before?.newest;
  for (const [index, time] of data.Timestamps.entries()) {
    const at = time.getTime();
    if (newest === undefined || at > newest.at) newest = { at, value: data.Values[index] ?? 0 };
  }
  answers.set(Id, { status: data.StatusCode, newest });
}

/**
 * The use of a quota by the answer to its query. The metric does not exist while nothing is used (CloudWatch usage
 * metrics): a complete answer without a point is zero, any other answer is not.
 */
export function usedOf(code: string, answer: MetricAnswer | undefined): SeenUse {
  if (answer?.status === 'Complete')
    return { code, outcome: 'value', value: Math.ceil(answer.newest?.value ?? 0) };
  return { code, outcome: answer?.status === 'Forbidden' ? 'denied' : 'failed' };
}
