import { z } from 'zod';
import type { RuleKind } from './types.ts';

/** One input of the form in which people write a rule; `path` is where its value goes in `when`, such as moves.percent. */
export type FormInput = {
  path: string;
  label: string;
  input: 'text' | 'number' | 'list' | 'numbers' | 'choice' | 'choices';
  choices?: readonly string[];
  /** What holds when it is left empty. */
  fallback?: string;
};

/** A field of the kind, with its one input or the several it is made of. */
export type FormField = { name: string; label: string; hint: string; inputs: readonly FormInput[] };

type Json = {
  type?: string | readonly string[];
  properties?: Readonly<Record<string, Json>>;
  items?: Json;
  enum?: readonly unknown[];
  anyOf?: readonly Json[];
  const?: unknown;
  default?: unknown;
};

const PART_LABELS: Readonly<Record<string, string>> = {
  percent: '%',
  within: 'within',
  direction: 'direction',
  usdPerHour: '$ an hour',
  usdPerAcceleratorHour: '$ per accelerator-hour',
  percentOfOnDemand: '% of on-demand',
};

/** The form of a kind, from its own fields and its own schema: a new kind needs no form of its own. */
export function formOf(kind: Pick<RuleKind, 'fields' | 'paramsSchema'>): FormField[] {
  const schema = z.toJSONSchema(kind.paramsSchema, { io: 'input', unrepresentable: 'any' }) as Json;
  return kind.fields.map(({ name, label, hint }) => {
    const own = schema.properties?.[name] ?? {};
    const parts = own.properties;
    const inputs =
      parts === undefined
        ? [inputOf(name, label, own)]
        : Object.entries(parts).map(([part, json]) =>
            inputOf(`${name}.${part}`, PART_LABELS[part] ?? part, json),
          );
    return { name, label, hint, inputs };
  });
}

function inputOf(path: string, label: string, json: Json): FormInput {
  const fallback =
    Array.isArray(json.default) || json.default === undefined ? undefined : String(json.default);
  const base = { path, label, ...(fallback === undefined ? {} : { fallback }) };
  const choices = choicesOf(json);
  if (json.type === 'array') {
    const ofItems = choicesOf(json.items ?? {});
    if (ofItems !== undefined) return { ...base, input: 'choices', choices: ofItems };
    return { ...base, input: isNumber(json.items) ? 'numbers' : 'list' };
  }
  if (choices !== undefined) return { ...base, input: 'choice', choices };
  return { ...base, input: isNumber(json) ? 'number' : 'text' };
}

const isNumber = (json: Json | undefined) => json?.type === 'number' || json?.type === 'integer';

function choicesOf({ enum: values, anyOf }: Json): string[] | undefined {
  if (values !== undefined) return values.map(String);
  if (anyOf?.every((one) => one.const !== undefined)) return anyOf.map((one) => String(one.const));
  return undefined;
}

/** What people have put into the inputs, by path. */
export type FormValues = Readonly<Record<string, string>>;

/** `when` as the configuration writes it. What is no number is left as it came: the schema says so better. */
export function whenOf(fields: readonly FormField[], values: FormValues): Record<string, unknown> {
  const when: Record<string, unknown> = {};
  for (const input of fields.flatMap((field) => field.inputs)) {
    const text = (values[input.path] ?? '').trim();
    if (text === '') continue;
    const [name = '', part] = input.path.split('.');
    if (part === undefined) when[name] = parsedOf(input, text);
    else when[name] = { ...(when[name] as object | undefined), [part]: parsedOf(input, text) };
  }
  return when;
}

function parsedOf({ input, choices }: FormInput, text: string): unknown {
  if (input === 'number' || (input === 'choice' && choices?.every((choice) => isNumeral(choice))))
    return numberOf(text);
  if (input === 'text' || input === 'choice') return text;
  const items = text
    .split(/[,;\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return input === 'numbers' ? items.map(numberOf) : items;
}

const isNumeral = (text: string) => /^-?\d+(\.\d+)?$/.test(text);
const numberOf = (text: string): unknown => (isNumeral(text) ? Number(text) : text);

/** What a stored rule puts into the inputs. */
export function textsOf(fields: readonly FormField[], when: unknown): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { path } of fields.flatMap((field) => field.inputs)) {
    const [name = '', part] = path.split('.');
    const whole = (when as Record<string, unknown> | undefined)?.[name];
    const value = part === undefined ? whole : (whole as Record<string, unknown> | undefined)?.[part];
    if (Array.isArray(value)) values[path] = value.join(', ');
    else if (value !== undefined && value !== null) values[path] = String(value);
  }
  return values;
}
