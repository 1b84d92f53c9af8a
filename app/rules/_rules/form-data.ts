import type { Db } from '#db/client.ts';
import { listChannels } from '#db/queries/channels.ts';
import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { listRoutes } from '#db/queries/routes.ts';
import type { StoredRule } from '#db/queries/rules.ts';
import { isCatchAll } from '#lib/alerts/route.ts';
import { ruleEntry } from '#lib/config/rule-entry.ts';
import { textsOf } from '#lib/rules/form.ts';
import { type Draft, type KindForm, NEW_DRAFT } from './draft.ts';

/** What the form chooses from. */
export function formChoices(db: Db) {
  return {
    isRouted: listRoutes(db).some(isCatchAll),
    channels: listChannels(db)
      .filter((channel) => channel.enabled)
      .map(({ name, state }) => ({ name, state })),
    known: { types: [...knownTypes(db)].sort(), regions: [...knownRegions(db)].sort() },
  };
}

/** A stored rule as it stands in the form. */
export function draftOf(rule: StoredRule, kinds: readonly KindForm[]): Draft {
  const {
    kind,
    name,
    severity,
    channels,
    repeat,
    keepFiring,
    resolveEvals,
    for: held,
    when,
  } = ruleEntry(rule);
  const fields = kinds.find((one) => one.kind === kind)?.fields ?? [];
  const values = textsOf(fields, when);
  return {
    ...{ kind, name, severity, channels, repeat, keepFiring, values },
    for: held,
    resolveEvals: String(resolveEvals),
  };
}

/** A new rule, begun with what the address names: /rules/new?kind=block-offer&type=p5.48xlarge. */
export function begunDraft(
  query: Readonly<Record<string, string | string[] | undefined>>,
  kinds: readonly KindForm[],
  channels: readonly { name: string }[],
): Draft {
  const kind = kinds.find((one) => one.kind === query.kind)?.kind ?? NEW_DRAFT.kind;
  const paths = kinds.find((one) => one.kind === kind)?.fields.flatMap(({ inputs }) => inputs) ?? [];
  const values = Object.fromEntries(
    paths.flatMap(({ path }) => {
      const text = query[path];
      return typeof text === 'string' && text.length <= 200 ? [[path, text]] : [];
    }),
  );
  const [only] = channels;
  return {
    ...NEW_DRAFT,
    kind,
    values,
    channels: channels.length === 1 && only !== undefined ? [only.name] : [],
  };
}
