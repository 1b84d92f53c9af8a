import { z } from 'zod';

const cell = z.string().max(300);

const sectionSchema = z.object({
  title: z.string(),
  /** Window, sample count and source of what stands below. */
  note: z.string(),
  heads: z.array(cell),
  /** Which columns are numbers: they stand to the right. */
  numbers: z.array(z.int()),
  /** Which columns are shown where there is no room for all: in a mail, which phones show. */
  narrow: z.array(z.int()),
  /** `path`: the page that shows exactly this. */
  rows: z.array(z.object({ cells: z.array(cell), path: z.string().optional() })),
  /** Rows there were no room for. */
  hidden: z.int().nonnegative(),
});

/** What one issue of a digest says, in words: as it was sent, and as the archive keeps it. */
export const digestSchema = z.object({
  name: z.string(),
  period: z.string(),
  /** When it comes, in words. */
  schedule: z.string(),
  from: z.int(),
  to: z.int(),
  /** What a reader acts on, without the others. */
  headline: z.string(),
  /** Why the week is not known in full; none when it is. */
  incomplete: z.array(z.string()),
  sections: z.array(sectionSchema),
  simulated: z.boolean(),
});
export type DigestDocument = z.infer<typeof digestSchema>;
/** The page of the archive that keeps an issue. */
export function digestPage({ name, period }: Pick<DigestDocument, 'name' | 'period'>): string {
  return `/digests/${encodeURIComponent(name)}/${period}`;
}
export type DigestSection = z.infer<typeof sectionSchema>;
