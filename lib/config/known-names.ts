import type { Problem } from './problems.ts';
import type { RuleConfig } from './rules.ts';
import { unknownType } from './watch.ts';

/** Names of this account's market: types and UltraServers, and the regions with whether they are switched on. */
export type KnownNames = { types: readonly string[]; regions: ReadonlyMap<string, boolean> };

const TYPE_FIELDS = ['types', 'of', 'to', 'type'] as const;

/** A rule that names what is not there would stay silent for ever. */
export function checkRuleNames({ params }: RuleConfig, { types, regions }: KnownNames): Problem[] {
  const fields = params as Readonly<Record<string, unknown>>;
  const unknownTypes = TYPE_FIELDS.flatMap((field) =>
    listOf(fields[field]).flatMap((glob, index) => {
      const message = unknownType(glob, types);
      if (message === undefined) return [];
      const path = Array.isArray(fields[field]) ? `when.${field}[${index}]` : `when.${field}`;
      return [{ path, message, received: glob, code: 'TYPE_UNKNOWN' as const }];
    }),
  );
  const disabled = listOf(fields.regions).flatMap((region, index) => {
    if (regions.get(region) !== false) return [];
    const message = 'the region is not enabled for this account: enable it in AWS first';
    return [{ path: `when.regions[${index}]`, message, received: region, code: 'REGION_DISABLED' as const }];
  });
  return [...unknownTypes, ...disabled];
}

function listOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
