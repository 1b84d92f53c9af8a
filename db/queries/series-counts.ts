import type { Db } from '../client.ts';
import { seriesStatements } from './series-store.ts';

type Asked = (series: { instanceType: string; qualifier: string }) => boolean;

/** How many series of a kind have a present value in a region, of those that a question asks for. */
export function countLiveSeries(db: Db, kind: string, region: string, asked: Asked): number {
  return seriesStatements(db)
    .ofRegion.all(kind, region)
    .filter((series) => series.lastValue !== null && asked(series)).length;
}
