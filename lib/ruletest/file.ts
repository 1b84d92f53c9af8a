import { z } from 'zod';
import { check, type Problem, refuse } from '#lib/config/problems.ts';
import { parseDuration } from '#lib/domain/time.ts';
import { parseSamples, type TestSample } from './notation.ts';

const duration = z
  .string('expected a duration such as 5m')
  .refine((text) => (parseDuration(text) ?? 0) > 0, 'not a duration: write it like 5m, 2h or 3d');
const instant = z
  .string('expected a duration since the first look, such as 25h, or 0m')
  .refine((text) => parseDuration(text) !== undefined, 'not a duration: write it like 0m, 25h or 3d');

const STATES = ['ok', 'pending', 'firing', 'recovering'] as const;
export type TestState = (typeof STATES)[number];

const seriesSchema = z.strictObject({
  kind: z.string().default('spot'),
  type: z.string().default(''),
  region: z.string('expected a region'),
  zone: z.string().default(''),
  product: z.string().default('Linux/UNIX'),
  /** What else tells it apart: 8x168h of a block, trainers/8 of a score, the code of a quota. */
  qualifier: z.string().default(''),
  accelerators: z.number().positive().optional(),
  onDemand: z.number().positive().optional(),
  values: z.string('expected looks such as "30x288 33 33"').superRefine((text, context) => {
    const read = parseSamples(text);
    if ('wrong' in read)
      context.addIssue(`cannot be read at "${read.wrong}": write 30, 30x12, 30+1x12, _ ~ or ?`);
  }),
});

const testSchema = z.strictObject({
  name: z.string('expected a name').min(1),
  rule: z.string('expected the name of a rule'),
  /** Between two looks. */
  interval: duration.optional(),
  series: z.array(seriesSchema).min(1, 'a test needs at least one series'),
  expect: z
    .array(z.strictObject({ at: instant, state: z.enum(STATES, `expected one of ${STATES.join(', ')}`) }))
    .min(1, 'a test needs at least one expectation'),
});
const fileSchema = z.strictObject({ tests: z.array(testSchema).min(1, 'no tests') });

export type RuleTest = Omit<z.infer<typeof testSchema>, 'series'> & {
  series: (z.infer<typeof seriesSchema> & { samples: TestSample[] })[];
};

/**
 * Reads a file of rule tests.
 * @throws AppError CONFIG_INVALID with everything that is wrong in it
 */
export function parseRuleTests(input: unknown): RuleTest[] {
  const problems: Problem[] = [];
  const file = check(fileSchema, input, [], problems);
  refuse(problems);
  return (file?.tests ?? []).map((test) => ({
    ...test,
    series: test.series.map((one) => {
      const samples = parseSamples(one.values);
      return { ...one, samples: 'wrong' in samples ? [] : samples };
    }),
  }));
}
