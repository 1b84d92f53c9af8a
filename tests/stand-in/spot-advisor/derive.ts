import type { AdvisorLine, MarketSource, SpotSeries } from '../sources/market-source.ts';
import { priceInForce } from '../sources/price-in-force.ts';
import { RATES } from './document.ts';

const DAY = 86_400;
const TRAILING_DAYS = 30;
/** The scarcity (0 to 1, mean of the trailing month) from which on a type is in the next bucket. */
const STEPS = [0.2, 0.26, 0.32, 0.4];
/** Dollars per vCPU-hour that Windows adds, on demand and on spot alike. */
const WINDOWS_PER_VCPU = 0.046;

const OS: Readonly<Record<string, string>> = { 'Linux/UNIX': 'Linux', Windows: 'Windows' };

function rateOf(source: MarketSource, type: string, region: string, now: number): string {
  let sum = 0;
  for (let day = 0; day < TRAILING_DAYS; day += 1) sum += source.scarcity(type, region, now - day * DAY);
  const mean = sum / TRAILING_DAYS;
  return RATES[STEPS.filter((step) => mean >= step).length] ?? '';
}

/** The mean of the zones that have a price. */
function spotUsd(pools: readonly SpotSeries[], now: number): number | undefined {
  const prices = pools.map((pool) => priceInForce(pool, now)).filter((usd) => usd !== undefined);
  return prices.length === 0 ? undefined : prices.reduce((sum, usd) => sum + usd, 0) / prices.length;
}

/** What the advisor says of a market at an instant (epoch seconds): nothing of types without both prices. */
export function deriveAdvisor(source: MarketSource, now: number): AdvisorLine[] {
  const everything = { types: () => true, products: (product: string) => Object.hasOwn(OS, product) };
  const series = new Map<string, SpotSeries[]>();
  for (const { name } of source.regions()) {
    for (const pool of source.spotSeries(name, everything, now, now)) {
      const key = `${name} ${pool.type} ${pool.product}`;
      series.set(key, [...(series.get(key) ?? []), pool]);
    }
  }
  return source.priceList(now).prices.flatMap(({ region, facts, usd }) =>
    Object.entries(OS).flatMap(([product, os]) => {
      const spot = spotUsd(series.get(`${region} ${facts.type} ${product}`) ?? [], now);
      if (usd === undefined || spot === undefined) return [];
      const listed = Number(usd) + (os === 'Windows' ? WINDOWS_PER_VCPU * facts.vcpu : 0);
      const savingsPercent = Math.max(0, Math.round(100 * (1 - spot / listed)));
      return [
        { region, type: facts.type, os, rate: rateOf(source, facts.type, region, now), savingsPercent },
      ];
    }),
  );
}
