import { z } from 'zod';

const cell = z.string().max(300);

const pictureSchema = z.object({
  title: cell,
  /** The figures that stand beside it. */
  caption: cell,
  /** The page that shows the same. */
  path: z.string(),
  unit: z.string(),
  from: z.int(),
  to: z.int(),
  /** A step line: `at[i]` is when `value[i]` began, micro-dollars. */
  at: z.array(z.int()).max(400),
  value: z.array(z.int()).max(400),
  /** Stretches of which nothing is known. */
  gaps: z.array(z.object({ from: z.int(), to: z.int() })).max(400),
  /** What it shows, in words and figures. */
  alt: z.string().max(600),
});
export type DigestPicture = z.infer<typeof pictureSchema>;

const picturesSchema = z.object({
  /** Which are shown, of what, and how they are to be read. */
  note: z.string(),
  shown: z.array(pictureSchema).max(12),
});
export type DigestPictures = z.infer<typeof picturesSchema>;

const sectionSchema = z.object({
  title: z.string(),
  /** Window, sample count and source of what stands below. */
  note: z.string(),
  heads: z.array(cell),
  /** Which columns are numbers: they stand to the right. */
  numbers: z.array(z.int()),
  /** Which columns are shown where there is no room for all: in a mail, which phones show. */
  narrow: z.array(z.int()),
  /** There, too: pairs of columns of which the second stands in small type below the first. */
  beneath: z.array(z.tuple([z.int(), z.int()])).optional(),
  /** A row as one line for a chat, `{2}` its third cell; a part without one is for mail and page alone. */
  brief: z.string().optional(),
  /** Rows that a chat shows before others. */
  leads: z.array(z.int()).optional(),
  /** `path`: the page that shows exactly this. */
  rows: z.array(z.object({ cells: z.array(cell), path: z.string().optional() })),
  /** Rows there were no room for. */
  hidden: z.int().nonnegative(),
  /** Data, not pixels: mail and page draw them alike. Issues from before there were any have none. */
  pictures: picturesSchema.optional(),
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
