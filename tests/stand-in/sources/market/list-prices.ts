import { hash32, randomFrom } from '../../hash.ts';
import { CATALOGUE, type CatalogueType } from '../catalogue.ts';
import type { PricedFrom } from './bounds.ts';
import { onDemandUsd, spotCeilingUsd } from './on-demand.ts';
import type { Situation } from './situation.ts';
import { EPOCH_SECONDS } from './situation.ts';

/** One type's list price in every region, from an instant on, as a factor of what it was. */
interface PriceChange {
  readonly at: number;
  readonly type: string;
  readonly factor: number;
}

const DAY = 86_400;
/** The catalogue's prices are those of early 2026: changes before that work backwards. */
const READ_AT = Date.UTC(2026, 2, 15) / 1000;
const LAST_QUARTER = 52;

/** The cut of June 2025: the one time that list prices of training chips fell by a third and more. */
const GREAT_CUT: readonly PriceChange[] = Object.entries({
  'p4d.24xlarge': 0.67,
  'p4de.24xlarge': 0.67,
  'p5.48xlarge': 0.56,
  'p5en.48xlarge': 0.75,
}).map(([type, factor]) => ({ at: Date.UTC(2025, 5, 1) / 1000, type, factor }));

/** What the story `repricing` does, one day after it begins. */
const REPRICED: Readonly<Record<string, number>> = {
  'p5.48xlarge': 0.85,
  'p5en.48xlarge': 0.9,
  'g6e.12xlarge': 0.95,
  'inf2.48xlarge': 1.06,
  'trn1.32xlarge': 1.04,
};

const isSpecial = (type: string): boolean =>
  type in REPRICED || GREAT_CUT.some((change) => change.type === type);

/** Two or three types a quarter, down by up to 5 % or up by up to 3 %. */
function quarterly(seed: number): PriceChange[] {
  const types = CATALOGUE.filter(
    (entry) =>
      entry.status === 'current' && entry.kind !== 'media' && entry.usd !== null && !isSpecial(entry.type),
  ).map((entry) => entry.type);
  return Array.from({ length: LAST_QUARTER }, (_, quarter) => {
    const random = randomFrom(hash32(`list prices ${seed} ${quarter}`));
    const at = Date.UTC(2023, 3 * (quarter + 1), 1) / 1000;
    const chosen = new Set(Array.from({ length: 2 + Math.floor(random() * 2) }, () => random()));
    const named = new Set([...chosen].map((draw) => types[Math.floor(draw * types.length)] ?? ''));
    return [...named].map((type): PriceChange => {
      const percent = random() < 0.6 ? -1 - Math.floor(random() * 5) : 1 + Math.floor(random() * 3);
      return { at, type, factor: 1 + percent / 100 };
    });
  }).flat();
}

function told({ story, beginsAt }: Situation): PriceChange[] {
  if (story !== 'repricing') return [];
  return Object.entries(REPRICED).map(([type, factor]) => ({ at: beginsAt + DAY, type, factor }));
}

/** List prices of one simulated market over time, dollars per hour, Linux. */
export class ListPrices {
  readonly #changes: ReadonlyMap<string, readonly PriceChange[]>;
  /** Every instant at which some price changes, oldest first. */
  readonly instants: readonly number[];
  readonly #storyFrom: number;

  constructor(situation: Situation) {
    const story = told(situation);
    const changes = [...quarterly(situation.seed), ...GREAT_CUT, ...story].sort((a, b) => a.at - b.at);
    this.#storyFrom = story[0]?.at ?? Number.POSITIVE_INFINITY;
    this.instants = [...new Set(changes.map((change) => change.at))];
    const byType = new Map<string, PriceChange[]>();
    for (const change of changes) byType.set(change.type, [...(byType.get(change.type) ?? []), change]);
    this.#changes = byType;
  }

  /** undefined where the list has no on-demand price. */
  usd(entry: CatalogueType, region: string, at: number): number | undefined {
    return this.#scaled(onDemandUsd(entry, region), entry.type, at);
  }

  /** What bounds the spot price; undefined where nothing does. */
  ceilingUsd(entry: CatalogueType, region: string, at: number): number | undefined {
    return this.#scaled(spotCeilingUsd(entry, region), entry.type, at);
  }

  /** The ceilings of a pool over time, oldest first; none where it has no ceiling. */
  ceilings(entry: CatalogueType, region: string): PricedFrom[] {
    const instants = [EPOCH_SECONDS, ...(this.#changes.get(entry.type) ?? []).map((change) => change.at)];
    return instants.flatMap((from): PricedFrom[] => {
      const usd = this.ceilingUsd(entry, region, from);
      return usd === undefined ? [] : [{ from, usd }];
    });
  }

  #scaled(usd: number | undefined, type: string, at: number): number | undefined {
    const changes = this.#changes.get(type);
    if (usd === undefined || changes === undefined) return usd;
    let factor = 1;
    for (const change of changes) {
      const isStory = change.at === this.#storyFrom && type in REPRICED;
      if (change.at <= at && (isStory || change.at > READ_AT)) factor *= change.factor;
      else if (change.at > at && change.at <= READ_AT && !isStory) factor /= change.factor;
    }
    return factor === 1 ? usd : Number((usd * factor).toFixed(5));
  }
}
