import { parseArgs } from 'node:util';

/** Figures of the report, by the names of the targets. */
const TARGETS = ['T0', 'T1', 'T2', 'T3', 'T13'] as const;
export type TargetName = (typeof TARGETS)[number];

export type Options = {
  rounds: number;
  only: readonly TargetName[];
  json: string | undefined;
  check: boolean;
};

export class OptionError extends Error {}

const USAGE = 'npm run bench -- [--rounds N] [--only T0,T1,T2,T3,T13] [--json FILE] [--check]';

/** @throws OptionError */
export function readOptions(args: string[]): Options {
  const { rounds, only, json, check } = readFlags(args);
  const names = only === undefined ? [...TARGETS] : only.split(',');
  for (const name of names)
    if (!isTarget(name)) throw new OptionError(`--only: there is no figure ${name}\n${USAGE}`);
  const count = Number(rounds);
  if (!Number.isInteger(count) || count < 1 || count > 100)
    throw new OptionError(`--rounds: a whole number from 1 to 100, not ${rounds}\n${USAGE}`);
  return { rounds: count, only: names.filter(isTarget), json, check };
}

function isTarget(name: string): name is TargetName {
  return (TARGETS as readonly string[]).includes(name);
}

function readFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        rounds: { type: 'string', default: '3' },
        only: { type: 'string' },
        json: { type: 'string' },
        check: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new OptionError(`${(error as Error).message}\n${USAGE}`);
  }
}
