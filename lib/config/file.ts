import { z } from 'zod';
import { AppError } from '#lib/domain/errors.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { Secret } from '#lib/domain/secret.ts';
import { suggest } from '#lib/domain/suggest.ts';
import type { RawSources } from './sources.ts';

const list = z.array(z.string().min(1)).min(1);

const watchSection = z.object({
  regions: list.optional(),
  types: list.optional(),
  products: list.optional(),
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  heartbeatUrl: z.url({ protocol: /^https?$/ }).optional(),
});

const SECTIONS = [
  'regions',
  'types',
  'products',
  'publicUrl',
  'heartbeatUrl',
  'optional',
  'capacity',
  'scores',
  'cadence',
  'smtp',
  'channels',
  'fallback',
  'routes',
  'rules',
  'digests',
] as const;

/** The sections that `parseAlerting` reads. */
const ALERTING = ['smtp', 'channels', 'fallback', 'routes', 'rules', 'digests'] as const;

/** The configuration file, with its alerting and source sections still to be read by their own parser. */
export type ConfigFile = {
  regions: string[] | undefined;
  types: string[] | undefined;
  products: string[];
  /** Where readers of messages reach the pages; without it messages carry no links. */
  publicUrl: string | undefined;
  /** Told every minute that the desk is well, so that somebody outside notices when it is not: a secret. */
  heartbeatUrl: Secret | undefined;
  alerting: Partial<Record<(typeof ALERTING)[number], unknown>>;
  sources: RawSources;
};

export const EMPTY_CONFIG: ConfigFile = {
  regions: undefined,
  types: undefined,
  products: [DEFAULT_PRODUCT],
  publicUrl: undefined,
  heartbeatUrl: undefined,
  alerting: {},
  sources: {},
};

/**
 * Reads the parsed YAML of a configuration file.
 * @throws AppError CONFIG_UNKNOWN, CONFIG_INVALID
 */
export function parseConfigFile(input: unknown): ConfigFile {
  if (input === null || input === undefined) return EMPTY_CONFIG;
  if (typeof input !== 'object' || Array.isArray(input)) {
    throw new AppError('CONFIG_INVALID', 'the configuration file is not a list of settings', {
      field: 'CHIPDESK_CONFIG',
      accepted: SECTIONS.join(', '),
    });
  }
  refuseUnknown(Object.keys(input));
  const { optional, capacity, scores, cadence, ...others } = input as Record<string, unknown>;
  const alerting = Object.fromEntries(
    ALERTING.flatMap((name) => (others[name] === undefined ? [] : [[name, others[name]]])),
  );
  const parsed = watchSection.safeParse(others);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? 'CHIPDESK_CONFIG';
    throw new AppError(
      'CONFIG_INVALID',
      `${field} in the configuration file: ${issue?.message ?? 'invalid'}`,
      { field, accepted: 'a list of names' },
    );
  }
  return {
    regions: parsed.data.regions,
    types: parsed.data.types,
    products: parsed.data.products ?? [DEFAULT_PRODUCT],
    publicUrl: parsed.data.publicUrl,
    heartbeatUrl: parsed.data.heartbeatUrl === undefined ? undefined : new Secret(parsed.data.heartbeatUrl),
    alerting,
    sources: { optional, capacity, scores, cadence },
  };
}

function refuseUnknown(keys: readonly string[]): void {
  for (const key of keys) {
    if ((SECTIONS as readonly string[]).includes(key)) continue;
    const near = suggest(key, SECTIONS);
    throw new AppError(
      'CONFIG_UNKNOWN',
      `the configuration file has no section ${key}${near === undefined ? '' : `: did you mean ${near}?`}`,
      {
        field: key,
        accepted: SECTIONS.join(', '),
      },
    );
  }
}
