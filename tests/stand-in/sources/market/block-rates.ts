import type { Situation } from './situation.ts';

/** From a date on, dollars per accelerator-hour: in the United States, and elsewhere where that differs. */
type Revision = readonly [from: string, us: number, elsewhere?: number];

interface Rates {
  readonly accelerators: number;
  readonly revisions: readonly Revision[];
}

const rates = (accelerators: number, ...revisions: Revision[]): Rates => ({ accelerators, revisions });

const APRIL = '2026-04-01';
const JULY = '2026-07-01';
const OCTOBER = '2026-10-07';

const H100: readonly Revision[] = [
  ['', 3.933],
  [APRIL, 4.326, 3.933],
  [JULY, 5.191, 4.72],
];
const GB200: readonly Revision[] = [['', 10.582]];

// Published rates of facts/accelerators.md section 5 and the quarterly revisions that lead to them: H100 rises by a
// third between April and August 2026, Trainium and the A100 of p4d stand still.
const PUBLISHED: Readonly<Record<string, Rates>> = {
  'p6-b300.48xlarge': rates(8, ['', 11.7], [JULY, 14.04]),
  'p6-b200.48xlarge': rates(8, ['', 9.36], [APRIL, 10.296], [JULY, 12.355]),
  'p5en.48xlarge': rates(
    8,
    ['', 5.2015],
    [APRIL, 5.721, 5.2015],
    [JULY, 6.865, 6.241],
    [OCTOBER, 7.89475, 7.177],
  ),
  'p5e.48xlarge': rates(8, ['', 4.974875], [JULY, 5.97]),
  'p5.48xlarge': rates(8, ...H100),
  'p5.4xlarge': rates(1, ...H100),
  'p4de.24xlarge': rates(8, ['', 1.845], [JULY, 2.214]),
  'p4d.24xlarge': rates(8, ['', 1.475]),
  'trn2.48xlarge': rates(16, ['', 2.23505]),
  'trn2.3xlarge': rates(1, ['', 2.235]),
  'trn1.32xlarge': rates(16, ['', 0.59575]),
  'u-p6e-gb200x36': rates(36, ...GB200),
  'u-p6e-gb200x72': rates(72, ...GB200),
};

const DAY = 86_400;
const MOVING = /^(u-p6e|p5|p6)/;

const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** Northern California cost a quarter more until the revision of July 2026. */
const surcharge = (region: string, item: string, day: string): number =>
  region === 'us-west-1' && item.startsWith('p5') && day < JULY ? 1.25 : 1;

/** Under the story `repricing` the young Nvidia types cost 15 % more from one day after its beginning. */
function storyFactor({ story, beginsAt }: Situation, item: string, seconds: number): number {
  return story === 'repricing' && MOVING.test(item) && seconds >= beginsAt + DAY ? 1.15 : 1;
}

/** Micro-dollars per instance-hour (UltraServer-hour); undefined for what is not sold as a block. */
export function publishedRate(
  situation: Situation,
  region: string,
  item: string,
  seconds: number,
): number | undefined {
  const published = PUBLISHED[item];
  if (published === undefined) return undefined;
  const day = isoDay(seconds);
  const revision = published.revisions.findLast(([from]) => from <= day);
  if (revision === undefined) return undefined;
  const [, us, elsewhere = us] = revision;
  const perAccelerator = region.startsWith('us-') ? us : elsewhere;
  const factor = surcharge(region, item, day) * storyFactor(situation, item, seconds);
  const usd = perAccelerator * published.accelerators;
  // The table has four decimals at most; what is derived from it has three.
  return factor === 1 ? Math.round(usd * 1e4) * 100 : Math.round(usd * factor * 1000) * 1000;
}
