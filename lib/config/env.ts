import type { ClockAnchor } from '#lib/domain/clock.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { parseInstant } from '#lib/domain/time.ts';

/** Environment settings of chipdesk; the AWS SDK reads its own. */
export type EnvSettings = {
  db: string;
  /** Where the secret of the desk is kept; undefined: beside the database. */
  keyFile: string | undefined;
  host: string;
  port: number;
  configFile: string | undefined;
  /** undefined: not set here, the configuration file or the default decides. */
  regions: string[] | undefined;
  types: string[] | undefined;
  clock: ClockAnchor | undefined;
  /** The overridden AWS endpoint, or undefined for the real one: then nothing is simulated. */
  endpoint: string | undefined;
};

type Env = Readonly<Record<string, string | undefined>>;

const NAMES = [
  'CHIPDESK_DB',
  'CHIPDESK_KEY_FILE',
  'CHIPDESK_HOST',
  'CHIPDESK_PORT',
  'CHIPDESK_CONFIG',
  'CHIPDESK_REGIONS',
  'CHIPDESK_TYPES',
  'CHIPDESK_NOW',
  'CHIPDESK_SPEED',
] as const;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Reads the environment. `realNow` (milliseconds UTC) anchors a shifted clock that names no anchor of its own.
 * @throws AppError CONFIG_UNKNOWN, CONFIG_WHITESPACE, CONFIG_INVALID, UNSAFE_BIND
 */
export function parseEnv(env: Env, realNow: number): EnvSettings {
  refuseUnknown(env);
  for (const name of NAMES) refuseWhitespace(name, env[name]);
  refuseOtherEndpoints(env);
  const endpoint = parseEndpoint(env.AWS_ENDPOINT_URL || undefined);
  return {
    db: env.CHIPDESK_DB ?? 'data/chipdesk.db',
    keyFile: env.CHIPDESK_KEY_FILE,
    host: parseHost(env.CHIPDESK_HOST ?? '127.0.0.1'),
    port: parsePort(env.CHIPDESK_PORT ?? '3000'),
    configFile: env.CHIPDESK_CONFIG,
    regions: parseList('CHIPDESK_REGIONS', env.CHIPDESK_REGIONS),
    types: parseList('CHIPDESK_TYPES', env.CHIPDESK_TYPES),
    clock: parseClock(env.CHIPDESK_NOW, env.CHIPDESK_SPEED, endpoint, realNow),
    endpoint,
  };
}

function refuseUnknown(env: Env): void {
  const known: readonly string[] = NAMES;
  for (const name of Object.keys(env)) {
    if (!name.startsWith('CHIPDESK_') || known.includes(name)) continue;
    const near = suggest(name, known);
    throw new AppError(
      'CONFIG_UNKNOWN',
      `there is no setting ${name}${near === undefined ? '' : `: did you mean ${near}?`}`,
      {
        field: name,
        accepted: known.join(', '),
      },
    );
  }
}

function refuseWhitespace(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (value === '')
    throw new AppError('CONFIG_INVALID', `${name} is empty: give it a value or unset it`, { field: name });
  if (value.trim() === value && !/^["'].*["']$/.test(value)) return;
  throw new AppError('CONFIG_WHITESPACE', `${name} has blanks or quotes around its value`, { field: name });
}

function parseHost(host: string): string {
  if (LOOPBACK.has(host)) return host;
  throw new AppError('UNSAFE_BIND', 'there is no login yet, so the server listens on this machine only', {
    field: 'CHIPDESK_HOST',
    received: host,
    accepted: [...LOOPBACK].join(', '),
  });
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new AppError('CONFIG_INVALID', 'CHIPDESK_PORT is not a port', {
    field: 'CHIPDESK_PORT',
    received: text,
    accepted: '1 to 65535',
  });
}

function parseList(name: string, text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const items = text.split(',').map((item) => item.trim());
  if (items.every((item) => item !== '')) return [...new Set(items)];
  throw new AppError('CONFIG_INVALID', `${name} has an empty entry`, {
    field: name,
    received: text,
    accepted: 'a comma list such as a,b',
  });
}

/**
 * S12: the endpoint override is for stand-ins on this machine, never a way to send signed requests elsewhere. An
 * address of AWS itself, such as a VPC endpoint, is the real market: only one on this machine counts as overridden.
 */
function parseEndpoint(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined) return undefined;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (url !== undefined && /^https?:$/.test(url.protocol)) {
    if (LOOPBACK.has(host)) return endpoint;
    if (/(^|\.)amazonaws\.com$/.test(host)) return undefined;
  }
  throw new AppError(
    'CONFIG_INVALID',
    'AWS_ENDPOINT_URL may point to this machine or to amazonaws.com only',
    {
      field: 'AWS_ENDPOINT_URL',
      received: endpoint,
      accepted: 'http://127.0.0.1:PORT',
    },
  );
}

/** The SDK lets these win over AWS_ENDPOINT_URL: the product would not know whose prices it stores. */
function refuseOtherEndpoints(env: Env): void {
  for (const [name, value] of Object.entries(env)) {
    const ignores = name === 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS' && value?.toLowerCase() === 'true';
    if (!value || !(name.startsWith('AWS_ENDPOINT_URL_') || ignores)) continue;
    throw new AppError('CONFIG_INVALID', `${name} is not supported: unset it`, {
      field: name,
      accepted: 'AWS_ENDPOINT_URL for all services, or none',
    });
  }
}

function parseClock(
  now: string | undefined,
  speed: string | undefined,
  endpoint: string | undefined,
  realNow: number,
): ClockAnchor | undefined {
  if (now === undefined && speed === undefined) return undefined;
  const field = now === undefined ? 'CHIPDESK_SPEED' : 'CHIPDESK_NOW';
  if (endpoint === undefined) {
    throw new AppError(
      'CONFIG_INVALID',
      `${field} needs an overridden AWS endpoint: against the real AWS the clock is the real one`,
      { field },
    );
  }
  const factor = speed === undefined ? 1 : parseSpeed(speed);
  if (now === undefined) return { at: realNow, real: realNow, speed: factor };
  // "INSTANT@REAL" lets several processes share one clock: the instant belongs to that real millisecond.
  const [instant = '', anchor, ...rest] = now.split('@');
  const at = parseInstant(instant);
  const real = anchor === undefined ? realNow : Number(/^\d{1,15}$/.test(anchor) ? anchor : Number.NaN);
  if (at === undefined || Number.isNaN(real) || rest.length > 0) {
    throw new AppError('CONFIG_INVALID', 'CHIPDESK_NOW is not an instant', {
      field: 'CHIPDESK_NOW',
      received: now,
      accepted: 'ISO 8601 with a zone, such as 2021-04-15T00:00:00Z',
    });
  }
  return { at, real, speed: factor };
}

function parseSpeed(text: string): number {
  const speed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (speed > 0 && speed <= 100_000) return speed;
  throw new AppError('CONFIG_INVALID', 'CHIPDESK_SPEED is not a speed', {
    field: 'CHIPDESK_SPEED',
    received: text,
    accepted: 'a number above 0 and up to 100000',
  });
}
