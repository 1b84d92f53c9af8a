import { latestScores } from '#db/queries/placement-scores.ts';
import { parseScores, type ScoreSettings } from '#lib/config/scores.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { type FaultyDesk, openFaultyDesk } from './faulty-desk.ts';

export const JOB = 'placement-score';
export const SCORES = { service: 'ec2', action: 'GetSpotPlacementScores' };
export const HOPPER = ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'];
export const REGIONS = ['eu-north-1', 'us-east-1', 'us-west-2'];

/** What differs from the usual basket: eight instances of Hopper in three regions. */
export type Wanted = Partial<{
  name: string;
  types: string[];
  capacities: number[];
  level: string;
  regions: string[];
}>;

export function scoreSettings(baskets: readonly Wanted[], acceptChange = false): ScoreSettings {
  const usual = { name: 'hopper', types: HOPPER, capacities: [8], regions: REGIONS };
  return parseScores({ acceptChange, baskets: baskets.map((one) => ({ ...usual, ...one })) });
}

/** A desk that asks about the baskets given. */
export async function openScoreDesk(
  baskets: readonly Wanted[] = [{}],
  setup: Parameters<typeof openFaultyDesk>[0] = {},
): Promise<FaultyDesk> {
  const desk = await openFaultyDesk({ types: [], regions: REGIONS, ...setup });
  askAbout(desk, baskets);
  return desk;
}

export function askAbout(desk: FaultyDesk, baskets: readonly Wanted[]): void {
  desk.context.sources = { ...DEFAULT_SOURCES, scores: scoreSettings(baskets) };
}

/** The parameters of every call that AWS has got. */
export const sentScores = (desk: FaultyDesk) =>
  desk.standIn.requests.filter(({ action }) => action === SCORES.action).map(({ params }) => params);

/** How the newest look at each question went, by region and what was asked. */
export function scoreLooks(desk: FaultyDesk): Record<string, string> {
  const rows = desk.db.sqlite
    .prepare<[string], { region: string; key: string; outcome: string; class: string | null }>(
      `SELECT region, query_key AS key, outcome, error_class AS class FROM target
       WHERE collector = ? AND current = 1 ORDER BY region, query_key`,
    )
    .all(JOB);
  return Object.fromEntries(
    rows.map(({ region, key, outcome, class: why }) => [
      `${region} ${key.split('/').slice(0, 3).join('/')}`,
      why === null ? outcome : `${outcome} ${why}`,
    ]),
  );
}

/** What readers are told, by place. */
export const scoreOutcomes = (desk: FaultyDesk) =>
  latestScores(desk.db).scores.map(({ region, zoneId, outcome }) => `${region} ${zoneId} ${outcome}`);
