import type { Db } from '../client.ts';
import { news } from '../schema/index.ts';

/** Something that happened; kind, place, subject and instant together are told once. */
export type NewsItem = {
  at: number;
  kind: string;
  region: string;
  /** Zone ID and instance type, or '' where it is about none. */
  zoneId: string;
  itemType: string;
  /** What it is about, such as a quota code. */
  subject: string;
  detail: Readonly<Record<string, unknown>>;
};

/** Records news of a look, inside the publishing transaction; what has been told is not told again. */
export function tellNews(db: Db, items: readonly NewsItem[], toldAt: number): void {
  for (const { detail, ...item } of items)
    db.orm
      .insert(news)
      .values({ ...item, detailJson: JSON.stringify(detail), toldAt })
      .onConflictDoNothing()
      .run();
}
