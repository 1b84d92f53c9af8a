import { blockGone } from './block-gone/index.ts';
import { blockLeadTime } from './block-lead-time/index.ts';
import { blockOffer } from './block-offer/index.ts';
import { blockPrice } from './block-price/index.ts';
import { deskHealth } from './desk-health/index.ts';
import { interruptionRate } from './interruption-rate/index.ts';
import { placementScore } from './placement-score/index.ts';
import { priceRatio } from './price-ratio/index.ts';
import { quotaChange } from './quota-change/index.ts';
import { quotaRequest } from './quota-request/index.ts';
import { quotaUse } from './quota-use/index.ts';
import { reservation } from './reservation/index.ts';
import { spotPriceLevel } from './spot-price-level/index.ts';
import { spotPriceMove } from './spot-price-move/index.ts';
import { spotPriceUnusual } from './spot-price-unusual/index.ts';
import { typeOffering } from './type-offering/index.ts';
import type { RuleKind } from './types.ts';

/** Every kind of rule, by the name it has in configuration and database. */
export const RULE_KINDS = {
  'block-gone': blockGone,
  'block-lead-time': blockLeadTime,
  'block-offer': blockOffer,
  'block-price': blockPrice,
  'desk-health': deskHealth,
  'interruption-rate': interruptionRate,
  'placement-score': placementScore,
  'price-ratio': priceRatio,
  'quota-change': quotaChange,
  'quota-request': quotaRequest,
  'quota-use': quotaUse,
  reservation,
  'spot-price-level': spotPriceLevel,
  'spot-price-move': spotPriceMove,
  'spot-price-unusual': spotPriceUnusual,
  'type-offering': typeOffering,
} satisfies Record<string, RuleKind>;

type RuleKindName = keyof typeof RULE_KINDS;

/** The kind of that name; undefined for one this program does not know. */
export function ruleKind(name: string): RuleKind | undefined {
  return Object.hasOwn(RULE_KINDS, name) ? RULE_KINDS[name as RuleKindName] : undefined;
}
