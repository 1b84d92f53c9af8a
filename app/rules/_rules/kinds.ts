import { formOf } from '#lib/rules/form.ts';
import { RULE_KINDS } from '#lib/rules/index.ts';
import type { KindForm } from './draft.ts';

/** The order in which kinds are offered: what most people ask for first. */
const FIRST = ['spot-price-level', 'spot-price-move', 'spot-price-unusual', 'block-offer', 'block-price'];

/** Every kind of rule that people write, with its form. The desk watches itself without being asked. */
export function kindForms(): KindForm[] {
  const rank = (kind: string) => (FIRST.includes(kind) ? FIRST.indexOf(kind) : FIRST.length);
  return Object.values(RULE_KINDS)
    .filter(({ reads }) => reads !== 'desk')
    .map((kind) => ({
      kind: kind.kind,
      label: kind.label,
      source: kind.source,
      fields: formOf(kind as Parameters<typeof formOf>[0]),
    }))
    .sort((a, b) => rank(a.kind) - rank(b.kind) || a.label.localeCompare(b.label));
}
