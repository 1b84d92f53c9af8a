import { parseArgs } from 'node:util';
import { SCENARIOS, type SourceOption, type StandInOptions } from './index.ts';
import { EPOCH_SECONDS } from './sources/market/situation.ts';

export class OptionError extends Error {}

export interface MainOptions {
  readonly start: StandInOptions;
  /** What the listening line says in brackets. */
  readonly description: string;
}

const NAMES = ['port', 'replay', 'market', 'at', 'speed', 'scenario', 'page-size'] as const;
type Name = (typeof NAMES)[number];
type Values = Partial<Record<Name, string>> & { 'no-throttle'?: boolean };

const refuse = (name: string, came: string, accepted: string): OptionError =>
  new OptionError(`--${name}: "${came}" is not accepted; ${accepted}`);

function readValues(args: string[]): Values {
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: OPTIONS,
  });
  const values: Values = {};
  const all = [...NAMES, 'no-throttle'].map((name) => `--${name}`).join(', ');
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new OptionError(`"${token.value}" is not accepted; the options are ${all}`);
    if (token.kind !== 'option') continue;
    if (token.name === 'no-throttle') values['no-throttle'] = true;
    else {
      const name = NAMES.find((known) => known === token.name);
      if (name === undefined)
        throw new OptionError(`${token.rawName} is not an option; the options are ${all}`);
      if (typeof token.value !== 'string') throw refuse(name, '', 'a value has to follow');
      values[name] = token.value;
    }
  }
  return values;
}

const OPTIONS = Object.fromEntries([
  ...NAMES.map((name) => [name, { type: 'string' as const }]),
  ['no-throttle', { type: 'boolean' as const }],
]);

function integer(values: Values, name: Name, min: number, max: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw refuse(name, text, `a whole number from ${min} to ${max}`);
  }
  return value;
}

function readSpeed(values: Values): number {
  const text = values.speed;
  if (text === undefined) return 1;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || !Number.isFinite(value))
    throw refuse('speed', text, 'a number ≥ 0, 0 stops the clock');
  return value;
}

interface Start {
  readonly instant: number;
  readonly appliedAt: number;
}

/** `ISO@EPOCHMS` ties the instant to a real one, so that several processes share one clock. */
function readStart(values: Values, realNow: number): Start {
  const text = values.at;
  if (text === undefined) return { instant: realNow, appliedAt: realNow };
  const match = /^(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?)(?:@(\d{1,15}))?$/.exec(text);
  const instant = Date.parse(match?.[1] ?? '');
  if (match === null || Number.isNaN(instant)) {
    throw refuse(
      'at',
      text,
      'a UTC instant such as 2026-01-01T00:00:00Z, or 2026-01-01T00:00:00Z@1767225600000 (that instant at that real epoch millisecond)',
    );
  }
  return { instant, appliedAt: match[2] === undefined ? realNow : Number(match[2]) };
}

function readSource(values: Values): SourceOption {
  if (values.replay !== undefined && values.market !== undefined) {
    throw refuse('market', values.market, 'either --replay or --market, not both');
  }
  if (values.replay !== undefined) return { kind: 'replay', dir: values.replay };
  return { kind: 'market', seed: integer(values, 'market', 0, 2 ** 32 - 1) ?? 1 };
}

function readScenario(values: Values): string {
  const name = values.scenario ?? 'calm';
  if (!SCENARIOS.includes(name)) throw refuse('scenario', name, `one of ${SCENARIOS.join(', ')}`);
  return name;
}

const withoutMillis = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

export function readOptions(args: string[], realNow: number): MainOptions {
  const values = readValues(args);
  const source = readSource(values);
  const speed = readSpeed(values);
  const { instant, appliedAt } = readStart(values, realNow);
  if (source.kind === 'market' && instant < (EPOCH_SECONDS + 90 * 86_400) * 1000) {
    throw refuse('at', values.at ?? '', 'the simulated market can be shown from 2023-04-01 on');
  }
  const pageSize = integer(values, 'page-size', 1, 1000);
  const start: StandInOptions = {
    source,
    port: integer(values, 'port', 0, 65535) ?? 0,
    now: () => instant + (Date.now() - appliedAt) * speed,
    scenario: readScenario(values),
    throttle: values['no-throttle'] !== true,
    bucketNow: () => performance.now() * Math.max(1, speed),
    ...(pageSize === undefined ? {} : { pageSize }),
  };
  const market = source.kind === 'replay' ? `replay ${source.dir}` : `market seed ${source.seed}`;
  return { start, description: `${market}, clock ${withoutMillis(instant)} x${speed}` };
}
