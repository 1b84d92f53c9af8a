import { z } from 'zod';
import type { Configuration } from '#lib/scores/configurations.ts';

/** One score; `zoneId` is '' where it is about the whole region. */
type Score = { region: string; zoneId: string; score: number };

export type ParsedScores = {
  scores: Score[];
  items: number;
  /** Entries set aside, by the region they are about; '' where not even that can be told. */
  doubts: Map<string, number>;
  /** Why the first of them was set aside. */
  reason: string | undefined;
  /** Whether the answer can hold everything there is to say: AWS gives the ten best only. */
  isWhole: boolean;
};

const SHOWN = 10;

const item = z.object({
  Region: z.string().min(1),
  AvailabilityZoneId: z.string().min(1).optional(),
  Score: z.int().min(1).max(10),
});

/** Reads the entries of an answer about one configuration. An entry that is not what was asked for is set aside. */
export function parseScores(
  items: readonly unknown[],
  { level, regions }: Pick<Configuration, 'level' | 'regions'>,
): ParsedScores {
  const found = new Map<string, Score>();
  const doubts = new Map<string, number>();
  let reason: string | undefined;
  const doubt = (region: unknown, why: string) => {
    const about = regions.find((name) => name === region) ?? '';
    doubts.set(about, (doubts.get(about) ?? 0) + 1);
    reason ??= why;
  };
  for (const input of items) {
    const parsed = item.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      doubt((input as { Region?: unknown } | null)?.Region, `${issue?.path.join('.')}: ${issue?.message}`);
      continue;
    }
    const { Region: region, AvailabilityZoneId: zoneId = '', Score: score } = parsed.data;
    const key = `${region} ${zoneId}`;
    const twin = found.get(key);
    if (!regions.includes(region)) doubt('', `a score of ${region}, which was not asked about`);
    else if ((zoneId !== '') !== (level === 'zone')) doubt(region, `a score of ${level} level was asked for`);
    else if (twin !== undefined && twin.score !== score) {
      // Which of the two holds cannot be told: neither does.
      doubt(region, `two scores for ${key.trim()}: ${twin.score} and ${score}`);
      found.delete(key);
    } else found.set(key, { region, zoneId, score });
  }
  // Ten entries of zones may be the best of more; of regions no more than ten are asked about.
  const isWhole = level === 'region' ? regions.length <= SHOWN : found.size < SHOWN;
  return { scores: [...found.values()], items: items.length, doubts, reason, isWhole };
}
