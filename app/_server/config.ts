import 'server-only';
import { type EnvSettings, parseEnv } from '#lib/config/env.ts';
import { processWide } from './process-wide.ts';

/**
 * The settings of this process, read once: a shifted clock is anchored at the first reading.
 * @throws AppError as parseEnv
 */
export function getConfig(): EnvSettings {
  return processWide('config', () => parseEnv(process.env, Date.now()));
}
