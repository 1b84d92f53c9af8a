import type { Db } from '#db/client.ts';
import { listChannels } from '#db/queries/channels.ts';
import { knownTypes } from '#db/queries/known.ts';
import { listRegions } from '#db/queries/places.ts';
import { listRoutes } from '#db/queries/routes.ts';
import { listRules } from '#db/queries/rules.ts';
import { isCatchAll } from '#lib/alerts/route.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { KnownNames } from '#lib/config/known-names.ts';
import { parsePageRule } from '#lib/config/page-rule.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import { AppError } from '#lib/domain/errors.ts';
import { ruleKind } from '#lib/rules/index.ts';
import type { RuleKind } from '#lib/rules/types.ts';

/** What a page sends of a rule: the entry, with words of its own beside it. */
export type RuleDraft = { rule: RuleConfig; kind: RuleKind; confirmed: boolean };

/** Whom a draft tells, and what it is called, changes nothing about what it would say. */
const TRIAL = { name: 'draft', channels: ['draft'] };

/** Reads a rule that is only tried: it may still lack a name and channels. */
export function readTrial(db: Db, body: unknown): RuleDraft {
  const { id: _, ...entry } = body as Record<string, unknown>;
  const rule = parsePageRule(
    { ...entry, ...TRIAL },
    { channels: TRIAL.channels, taken: new Map(), known: knownNames(db) },
  );
  return { rule, kind: kindOf(rule), confirmed: false };
}

/**
 * Reads the rule that a request brings; `id` is the rule that it changes.
 * @throws AppError that names every problem at once
 */
export function readDraft(db: Db, body: unknown, id?: number): RuleDraft {
  const { confirm, ...entry } = body as Record<string, unknown>;
  if (confirm !== undefined && typeof confirm !== 'boolean')
    throw new AppError('PARAM_INVALID', 'confirm is true or false', {
      field: 'confirm',
      received: String(confirm),
      accepted: 'true, false',
    });
  const others = listRules(db).filter((rule) => rule.id !== id && (rule.enabled || rule.origin === 'page'));
  const rule = parsePageRule(entry, {
    channels: listChannels(db).flatMap((channel) => (channel.enabled ? [channel.name] : [])),
    taken: new Map(others.map((other) => [other.name, other.origin === 'page' ? 'page' : 'file'])),
    known: knownNames(db),
    routed: listRoutes(db).some(isCatchAll),
  });
  return { rule, kind: kindOf(rule), confirmed: confirm === true };
}

function kindOf({ kind: name }: RuleConfig): RuleKind {
  const kind = ruleKind(name);
  if (kind !== undefined) return kind;
  throw new AppError('KIND_UNKNOWN', 'there is no such kind of rule', { field: 'kind', received: name });
}

function knownNames(db: Db): KnownNames {
  const regions = listRegions(db).map(({ name, enabled }) => [name, enabled] as const);
  return { types: [...knownTypes(db), ...ULTRASERVERS.keys()], regions: new Map(regions) };
}
