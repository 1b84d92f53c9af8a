import { REGIONS } from '../../region-facts.ts';
import type { CatalogueType } from '../catalogue.ts';

/** List prices that do not follow the regional factor (skypilot-catalog, late 2025). */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'p5.48xlarge': {
    'eu-north-1': 58.89,
    'ca-central-1': 63.296,
    'ap-south-1': 66.048,
    'ap-northeast-1': 68.8,
    'ap-southeast-2': 71.552,
    'eu-west-2': 71.552,
    'ap-northeast-2': 75.955,
    'ap-southeast-3': 75.955,
  },
  'p5en.48xlarge': {
    'eu-north-1': 67.727,
    'eu-south-2': 68.36,
    'ap-northeast-1': 79.12,
    'us-west-1': 79.12,
    'ap-south-1': 75.955,
  },
};

/** Types sold on spot and as blocks without a list price: what their spot price is measured against. */
const UNLISTED: Readonly<Record<string, number>> = {
  'p5e.48xlarge': 59.2,
  'trn2.48xlarge': 47.68,
  'trn2.3xlarge': 2.98,
  'dl2q.24xlarge': 8.919,
};

const factorOf = (region: string): number => REGIONS.get(region)?.priceFactor ?? 1;

/** Dollars per hour, Linux; undefined where the list has no on-demand price. */
export function onDemandUsd(entry: CatalogueType, region: string): number | undefined {
  if (entry.usd === null) return undefined;
  return ELSEWHERE[entry.type]?.[region] ?? Number((entry.usd * factorOf(region)).toFixed(5));
}

/** What bounds the spot price: the list price, or a stand-in for it. */
export function spotCeilingUsd(entry: CatalogueType, region: string): number | undefined {
  const unlisted = UNLISTED[entry.type];
  return onDemandUsd(entry, region) ?? (unlisted === undefined ? undefined : unlisted * factorOf(region));
}
