import { parseArgs } from 'node:util';
import { AppError } from '#lib/domain/errors.ts';

/**
 * Reads `--name value` options and what stands beside them.
 * @throws AppError PARAM_UNKNOWN, PARAM_INVALID
 */
export function readArguments<Name extends string>(
  args: string[],
  known: Readonly<Record<Name, 'string' | 'boolean'>>,
): { options: Partial<Record<Name, string | boolean>>; rest: string[] } {
  const options = Object.fromEntries(Object.entries(known).map(([name, type]) => [name, { type }]));
  try {
    const { values, positionals } = parseArgs({
      args,
      options: options as Record<string, { type: 'string' | 'boolean' }>,
      allowPositionals: true,
    });
    return { options: values as Partial<Record<Name, string | boolean>>, rest: positionals };
  } catch (error) {
    const names = Object.keys(known).map((name) => `--${name}`);
    throw new AppError('PARAM_UNKNOWN', (error as Error).message.split('\n')[0] ?? 'cannot be read', {
      accepted: names.length === 0 ? 'no options' : names.join(', '),
    });
  }
}

/** @throws AppError PARAM_UNKNOWN for anything that is left over */
export function nothingElse(rest: readonly string[]): void {
  const [first] = rest;
  if (first === undefined) return;
  throw new AppError('PARAM_UNKNOWN', `${first} is not expected here`, { received: first });
}
