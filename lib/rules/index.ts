import { blockOffer } from './block-offer/index.ts';
import { spotPriceMove } from './spot-price-move/index.ts';
import type { RuleKind } from './types.ts';

/** Every kind of rule, by the name it has in configuration and database. */
export const RULE_KINDS = {
  'block-offer': blockOffer,
  'spot-price-move': spotPriceMove,
} satisfies Record<string, RuleKind>;

type RuleKindName = keyof typeof RULE_KINDS;

/** The kind of that name; undefined for one this program does not know. */
export function ruleKind(name: string): RuleKind | undefined {
  return Object.hasOwn(RULE_KINDS, name) ? RULE_KINDS[name as RuleKindName] : undefined;
}
