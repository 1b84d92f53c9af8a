import { readFileSync } from 'node:fs';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { Db } from '#db/client.ts';
import { listTypeNames } from '#db/queries/instance-types.ts';
import { listRegions } from '#db/queries/places.ts';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { type Alerting, parseAlerting } from '#lib/config/alerting.ts';
import type { CapacityAsk } from '#lib/config/capacity.ts';
import { type EnvSettings, parseEnv } from '#lib/config/env.ts';
import { type ConfigFile, EMPTY_CONFIG, parseConfigFile } from '#lib/config/file.ts';
import { asksOfRules } from '#lib/config/rule-asks.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import { parseSources, type SourceSettings } from '#lib/config/sources.ts';
import { checkWatch, type Watch } from '#lib/config/watch.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { AppError } from '#lib/domain/errors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import { checkCapacity } from './check-capacity.ts';
import { checkScores } from './check-scores.ts';

/** Everything a process of jobs/ is told from outside. */
export type Settings = {
  env: EnvSettings;
  file: ConfigFile;
  alerting: Alerting;
  watch: Watch;
  sources: SourceSettings;
};

/**
 * Reads environment and configuration file, before anything is opened or changed. This is the one place in jobs/
 * where process.env is read.
 * @throws AppError with the first thing that is wrong
 */
export function readSettings(): Settings {
  // Node 20 is supported on purpose and the SDK's version is pinned: its notice would stand in every log.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const env = parseEnv(process.env, Date.now());
  const document = env.configFile === undefined ? undefined : readDocument(env.configFile, THE_CONFIG);
  const file = document === undefined ? EMPTY_CONFIG : parseConfigFile(contentOf(document, THE_CONFIG));
  const alerting = withPlaces(document, () =>
    parseAlerting(file.alerting, {
      allowLoopback: env.endpoint !== undefined,
      readSecretFile: (path) => readText(path).trim(),
    }),
  );
  const watch = {
    regions: env.regions ?? file.regions ?? [],
    types: env.types ?? file.types ?? [],
    products: file.products,
  };
  const sources = withAsks(parseSources(file.sources), asksOfRules(alerting.rules));
  return { env, file, alerting, watch, sources };
}

export function withAsks(sources: SourceSettings, asks: readonly CapacityAsk[]): SourceSettings {
  const { capacity } = sources;
  return { ...sources, capacity: { ...capacity, asks: [...capacity.asks, ...asks] } };
}

/** Checks the watch list and what is asked beyond prices: against what the product knows, and what the database has learnt when there is one. */
export function checkWatchList(settings: Settings, db?: Db): Watch {
  const known = {
    regions: [...KNOWN_REGIONS, ...(db === undefined ? [] : listRegions(db).map((region) => region.name))],
    types: [...DESCRIBED.keys(), ...(db === undefined ? [] : listTypeNames(db))],
  };
  for (const rule of settings.alerting.rules) checkRuleTypes(rule, known.types);
  const watch = checkWatch(settings.watch, known);
  for (const rule of settings.alerting.rules) checkRuleWatched(rule, watch, known.types);
  const now = makeClock(Date.now, settings.env.clock).now();
  checkCapacity(settings.sources.capacity, watch, known, { db, now });
  checkScores(settings.sources.scores, watch, known, { db, now });
  return watch;
}

/** A rule that can match nothing would stay silent for ever: the mistake is found at the start. */
function checkRuleTypes(rule: RuleConfig, types: readonly string[]): void {
  const globs = (rule.params as { types?: readonly string[] }).types ?? [];
  checkWatch({ regions: [], types: globs, products: [] }, { regions: [], types });
}

function checkRuleWatched(rule: RuleConfig, watch: Watch, types: readonly string[]): void {
  const asked = rule.params as { types?: readonly string[]; regions?: readonly string[]; product?: string };
  const isWatchedType = anyGlob(watch.types);
  const isRulesType = anyGlob(asked.types ?? []);
  if (!types.some((type) => isWatchedType(type) && isRulesType(type)))
    throw matchesNothing(rule, 'types', asked.types ?? [], watch.types);
  const regions = asked.regions ?? [];
  if (regions.length > 0 && watch.regions.length > 0 && !regions.some((name) => watch.regions.includes(name)))
    throw matchesNothing(rule, 'regions', regions, watch.regions);
  if (asked.product !== undefined && watch.products.length > 0 && !watch.products.includes(asked.product))
    throw matchesNothing(rule, 'products', [asked.product], watch.products);
}

function matchesNothing(
  rule: RuleConfig,
  field: keyof Watch,
  asked: readonly string[],
  watched: readonly string[],
): AppError {
  return new AppError(
    'CONFIG_INVALID',
    `rule "${rule.name}" can match nothing: none of its ${field} is on the watch list`,
    { field, received: asked.join(', '), accepted: watched.join(', ') },
  );
}

const THE_CONFIG = 'the configuration file';

/**
 * The content of a YAML file.
 * @throws AppError CONFIG_PARSE, with line and column where the parser knows them
 */
export function readYaml(path: string, what: string): unknown {
  return contentOf(readDocument(path, what), what);
}

type Read = { document: Document.Parsed; lines: LineCounter };

function readDocument(path: string, what: string): Read {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { uniqueKeys: true, lineCounter: lines });
  const [error] = document.errors;
  if (error === undefined) return { document, lines };
  const at = error.linePos?.[0];
  const place = at === undefined ? '' : ` at line ${at.line}, column ${at.col}`;
  throw new AppError(
    'CONFIG_PARSE',
    `${what} cannot be read${place}: ${error.message.split('\n')[0] ?? ''}`,
    { field: 'CHIPDESK_CONFIG', received: path, accepted: 'YAML' },
  );
}

/** An alias to nothing, or aliases without end, show only when the document is turned into a value. */
function contentOf({ document }: Read, what: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const why = (error as Error).message.split('\n')[0] ?? '';
    throw new AppError('CONFIG_PARSE', `${what} cannot be read: ${why}`, {
      field: 'CHIPDESK_CONFIG',
      accepted: 'YAML',
    });
  }
}

/** Says of a mistake in the file in which line and column it stands. */
function withPlaces<T>(read: Read | undefined, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const place = read !== undefined && error instanceof AppError ? placeOf(read, error.field) : undefined;
    if (place === undefined || !(error instanceof AppError)) throw error;
    const { code, message, field, received, accepted } = error;
    throw new AppError(code, `line ${place.line}, column ${place.col}: ${message}`, {
      ...(field === undefined ? {} : { field }),
      ...(received === undefined ? {} : { received }),
      ...(accepted === undefined ? {} : { accepted }),
    });
  }
}

/** The place of rules[0].when.moves, or of the nearest of what holds it where it is missing. */
function placeOf({ document, lines }: Read, field: string | undefined) {
  const path = (field?.match(/[^.[\]]+/g) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]);
  }
  return undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError(
      'CONFIG_INVALID',
      `a file named in the settings cannot be read (${(error as { code?: string }).code ?? 'unknown'})`,
      {
        field: 'CHIPDESK_CONFIG',
        received: path,
      },
    );
  }
}
