import type { NewsTopic } from '#lib/domain/news-topics.ts';
import type { ColumnKey } from './columns.ts';

/** What every row is made of besides spot prices. */
const ROWS: readonly NewsTopic[] = ['instance-type', 'on-demand-price'];

const COLUMNS: Partial<Record<ColumnKey, readonly NewsTopic[]>> = {
  block: ['capacity-block'],
  score: ['placement-score'],
  interruption: ['interruption'],
  headroom: ['quota', 'quota-usage'],
};

/** What a board waits for news of: nothing of a column that is not shown. */
export function boardTopics(cols: readonly ColumnKey[], sort: string): NewsTopic[] {
  return [...ROWS, ...[...cols, sort as ColumnKey].flatMap((column) => COLUMNS[column] ?? [])];
}
