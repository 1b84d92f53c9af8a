import type { FieldError } from '#app/_ui/send.ts';
import { type FormField, whenOf } from '#lib/rules/form.ts';

/** A kind of rule as the form offers it. */
export type KindForm = { kind: string; label: string; source: string; fields: FormField[] };

/** What stands in the form, as text. */
export type Draft = {
  kind: string;
  name: string;
  severity: string;
  channels: readonly string[];
  for: string;
  keepFiring: string;
  resolveEvals: string;
  repeat: string;
  values: Readonly<Record<string, string>>;
};

export const NEW_DRAFT: Draft = {
  kind: 'spot-price-level',
  name: '',
  severity: 'normal',
  channels: [],
  for: '0s',
  keepFiring: '15m',
  resolveEvals: '2',
  repeat: '',
  values: {},
};

/** The draft as the HTTP interface takes it. */
export function entryOf(draft: Draft, kinds: readonly KindForm[]): Record<string, unknown> {
  const fields = kinds.find(({ kind }) => kind === draft.kind)?.fields ?? [];
  const { values, resolveEvals, repeat, for: held, keepFiring, ...rest } = draft;
  return {
    ...rest,
    ...(held.trim() === '' ? {} : { for: held.trim() }),
    ...(keepFiring.trim() === '' ? {} : { keepFiring: keepFiring.trim() }),
    resolveEvals: /^\d+$/.test(resolveEvals) ? Number(resolveEvals) : resolveEvals,
    ...(repeat.trim() === '' ? {} : { repeat: repeat.trim() }),
    when: whenOf(fields, values),
  };
}

/** What of an entry decides when it fires: neither its name nor whom it tells. */
export function trialOf({
  kind,
  when,
  for: held,
  keepFiring,
  resolveEvals,
}: Record<string, unknown>): Record<string, unknown> {
  return { kind, when, for: held, keepFiring, resolveEvals };
}

/** The first mistake at a field or in it: when.types[0] belongs to when.types. */
export function errorAt(errors: readonly FieldError[], path: string): string | undefined {
  return errors.find(
    ({ field }) => field === path || field?.startsWith(`${path}[`) || field?.startsWith(`${path}.`),
  )?.message;
}

/** Mistakes that belong to no field of the form. */
export function otherErrors(errors: readonly FieldError[], kind: KindForm | undefined): FieldError[] {
  const paths = [
    ...['name', 'kind', 'severity', 'channels', 'for', 'keepFiring', 'resolveEvals', 'repeat'],
    ...(kind?.fields ?? []).map(({ name }) => `when.${name}`),
  ];
  return errors.filter(
    ({ field }) => !paths.some((path) => field === path || field?.match(/^[\w.]+/)?.[0].startsWith(path)),
  );
}
