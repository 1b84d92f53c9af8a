import { z } from 'zod';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import {
  arithmetic,
  type Basket,
  configurationsOf,
  MOST_CONFIGURATIONS,
  SCORE_LEVELS,
} from '#lib/scores/configurations.ts';
import { check, type Path, type Problem, pathText, refuse } from './problems.ts';
import { DEFAULT_BASKETS } from './score-defaults.ts';

/** What is asked about placement scores, and about on-demand capacity where the account may ask. */
export type ScoreSettings = {
  baskets: readonly Basket[];
  /** Lets new configurations wait for free slots instead of refusing to start. */
  acceptChange: boolean;
  supportability: SupportabilitySettings;
};

/** `instances` is the capacity that is scored; `region` is where Capacity Manager is switched on. */
type SupportabilitySettings = { instances: number; region: string };

export const DEFAULT_SCORES: ScoreSettings = {
  baskets: DEFAULT_BASKETS,
  acceptChange: false,
  supportability: { instances: 8, region: 'us-east-1' },
};

/** Fewer distinct types than this score low at AWS whatever capacity there is. */
const FEWEST_TYPES = 3;
const LARGEST_CAPACITY = 100_000;

const capacity = z
  .int('expected a whole number of instances')
  .min(1, `must be 1 to ${LARGEST_CAPACITY} instances`)
  .max(LARGEST_CAPACITY, `must be 1 to ${LARGEST_CAPACITY} instances`);

/** Lists keep their order and lose repeats: the same question twice is one configuration. */
const distinct = <T>(item: z.ZodType<T>, what: string) =>
  z
    .array(item, `expected a list of ${what}`)
    .min(1, `name at least one of the ${what}`)
    .max(100, 'at most 100')
    .transform((items) => [...new Set(items)]);

const basketSchema = z.strictObject({
  name: z
    .string('expected a name')
    .regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits, dots and hyphens'),
  types: distinct(
    z
      .string('expected an instance type')
      .regex(
        /^[^*?]+$/,
        'name the types one by one: a pattern would change the question when AWS adds a type',
      ),
    'instance types',
  ).refine((types) => types.length >= FEWEST_TYPES, {
    error: `must name at least ${FEWEST_TYPES} distinct types: AWS scores fewer low whatever capacity there is`,
  }),
  capacities: distinct(capacity, 'capacities, in instances'),
  level: z.enum(SCORE_LEVELS, `expected one of ${SCORE_LEVELS.join(', ')}`).default('region'),
  regions: distinct(z.string('expected a region name'), 'regions'),
});

const schema = z.strictObject({
  baskets: z.array(z.unknown(), 'expected a list of baskets').optional(),
  acceptChange: z.boolean('expected true or false').default(false),
  supportability: z
    .strictObject({
      instances: capacity.default(DEFAULT_SCORES.supportability.instances),
      region: z.string('expected a region name').default(DEFAULT_SCORES.supportability.region),
    })
    .default(DEFAULT_SCORES.supportability),
});

/**
 * Reads the `scores` section of the configuration file. Whether names of types and regions exist is asked elsewhere.
 * @throws AppError CONFIG_INVALID that names every problem at once
 */
export function parseScores(input: unknown): ScoreSettings {
  const problems: Problem[] = [];
  const root = check(schema, input ?? {}, ['scores'], problems);
  const baskets = (root?.baskets ?? []).flatMap(
    (entry, index) => check(basketSchema, entry, ['scores', 'baskets', index], problems) ?? [],
  );
  if (problems.length === 0) {
    for (const [index, basket] of baskets.entries()) {
      checkComparable(basket, ['scores', 'baskets', index, 'types'], problems);
      checkName(basket, baskets.slice(0, index), ['scores', 'baskets', index, 'name'], problems);
    }
    checkNumber(baskets, problems);
  }
  refuse(problems);
  const { acceptChange, supportability } = root ?? DEFAULT_SCORES;
  return {
    baskets: root?.baskets === undefined ? DEFAULT_BASKETS : baskets,
    acceptChange,
    supportability,
  };
}

/** A capacity is a number of instances: it means a number of chips only where all types have as many. */
function checkComparable({ types }: Basket, at: Path, problems: Problem[]): void {
  const counts = types.map((type) => ({ type, count: DESCRIBED.get(type)?.count }));
  const known = counts.filter(({ count }) => count !== undefined && count !== null);
  if (new Set(known.map(({ count }) => count)).size <= 1) return;
  const words = known.map(({ type, count }) => `${type} ${count}`).join(', ');
  problems.push({
    path: pathText(at),
    message: `the types are not comparable: a capacity is a number of instances, and they have different numbers of accelerators (${words})`,
  });
}

/** One name is one set of types, asked once per level: its history must stay the history of one question. */
function checkName(basket: Basket, before: readonly Basket[], at: Path, problems: Problem[]): void {
  const twin = before.find(({ name }) => name === basket.name);
  if (twin === undefined) return;
  const path = pathText(at);
  if (String([...twin.types].sort()) !== String([...basket.types].sort()))
    problems.push({ path, message: 'the name is taken by a basket of other types', received: basket.name });
  else if (before.some(({ name, level }) => name === basket.name && level === basket.level))
    problems.push({
      path,
      message: `the name is taken by a basket of the same level (${basket.level})`,
      received: basket.name,
    });
}

function checkNumber(baskets: readonly Basket[], problems: Problem[]): void {
  const count = configurationsOf(baskets).length;
  if (count <= MOST_CONFIGURATIONS) return;
  problems.push({
    path: 'scores.baskets',
    message: `${count} configurations, and AWS takes about ${MOST_CONFIGURATIONS} of an account in 24 hours (${baskets.map(arithmetic).join('; ')})`,
  });
}
