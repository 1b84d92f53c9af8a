import { z } from 'zod';
import { GRADES } from '#lib/scores/grades.ts';

export type Support = { type: string; zoneId: string; value: number };

const item = z.object({
  InstanceType: z.string().min(1),
  AvailabilityZoneId: z.string().min(1),
  Score: z.enum(GRADES),
});

/** Reads one score of a type in a zone; a text says why it cannot be read. */
export function parseSupport(input: unknown): Support | string {
  const parsed = item.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.')}: ${issue?.message}`;
  }
  const { InstanceType: type, AvailabilityZoneId: zoneId, Score } = parsed.data;
  return { type, zoneId, value: GRADES.indexOf(Score) };
}
