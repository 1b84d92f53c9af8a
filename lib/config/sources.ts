import {
  type Cadence,
  COLLECTOR_INTERVALS_MS,
  OPTIONAL_COLLECTORS,
  type OptionalCollector,
} from '#lib/domain/collectors.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { parseCadence } from './cadence.ts';
import { type CapacitySettings, DEFAULT_CAPACITY, parseCapacity } from './capacity.ts';
import { DEFAULT_SCORES, parseScores, type ScoreSettings } from './scores.ts';

/** What is asked of AWS beyond prices, and how often. */
export type SourceSettings = {
  optional: ReadonlySet<OptionalCollector>;
  capacity: CapacitySettings;
  scores: ScoreSettings;
  cadence: Cadence;
};

/** The sections of the configuration file as they were read, each still to be checked. */
export type RawSources = { optional?: unknown; capacity?: unknown; scores?: unknown; cadence?: unknown };

export const DEFAULT_SOURCES: SourceSettings = {
  optional: new Set(),
  capacity: DEFAULT_CAPACITY,
  scores: DEFAULT_SCORES,
  cadence: COLLECTOR_INTERVALS_MS,
};

/**
 * Checks the sections about sources.
 * @throws AppError CONFIG_INVALID, CONFIG_UNKNOWN and what the single sections throw
 */
export function parseSources(raw: RawSources): SourceSettings {
  return {
    optional: raw.optional === undefined ? new Set() : parseOptional(raw.optional),
    capacity: raw.capacity === undefined ? DEFAULT_CAPACITY : parseCapacity(raw.capacity),
    scores: raw.scores === undefined ? DEFAULT_SCORES : parseScores(raw.scores),
    cadence: raw.cadence === undefined ? COLLECTOR_INTERVALS_MS : parseCadence(raw.cadence),
  };
}

function parseOptional(input: unknown): ReadonlySet<OptionalCollector> {
  const accepted = OPTIONAL_COLLECTORS.join(', ');
  if (!Array.isArray(input)) {
    throw new AppError('CONFIG_INVALID', 'optional in the configuration file is a list of sources', {
      field: 'optional',
      received: JSON.stringify(input),
      accepted,
    });
  }
  return new Set(input.map((name) => optionalName(name, accepted)));
}

function optionalName(name: unknown, accepted: string): OptionalCollector {
  const found = OPTIONAL_COLLECTORS.find((known) => known === name);
  if (found !== undefined) return found;
  const near = typeof name === 'string' ? suggest(name, OPTIONAL_COLLECTORS) : undefined;
  throw new AppError(
    'CONFIG_INVALID',
    `optional names no source that can be switched on${near === undefined ? '' : `: did you mean ${near}?`}`,
    { field: 'optional', received: String(name), accepted },
  );
}
