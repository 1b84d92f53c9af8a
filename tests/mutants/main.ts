import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './list.ts';
import type { Mutant } from './types.ts';

// `npm run mutants [-- text]`: takes each protection out of a copy of the last commit and runs the test that has to fail.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT_MS = 600_000;

/** A copy of the last commit, so that nothing can stay broken in the tree that is worked in. */
function makeCopy(): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'chipdesk-mutants-')), 'tree');
  execFileSync('git', ['clone', '-q', '--no-hardlinks', ROOT, copy]);
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function passes(copy: string, test: string): boolean {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', test];
  return spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore', timeout: LIMIT_MS }).status === 0;
}

/** `caught`: the test fails without the protection; anything else is a hole in the tests or in the list. */
function tryOne(copy: string, { file, find, replace, test }: Mutant): 'caught' | 'SURVIVED' | 'NOT FOUND' {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) return 'NOT FOUND';
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    return passes(copy, test) ? 'SURVIVED' : 'caught';
  } finally {
    writeFileSync(path, text);
  }
}

const wanted = process.argv[2] ?? '';
const chosen = MUTANTS.filter(({ name, file }) => `${name} ${file}`.includes(wanted));
const copy = makeCopy();
let holes = 0;
try {
  for (const test of new Set(chosen.map((mutant) => mutant.test)))
    if (!passes(copy, test)) {
      holes++;
      process.stdout.write(`FAILS AS IT IS  ${test}\n`);
    }
  for (const mutant of chosen) {
    const came = tryOne(copy, mutant);
    if (came !== 'caught') holes++;
    process.stdout.write(`${came.padEnd(10)} ${mutant.name} (${mutant.test})\n`);
  }
} finally {
  rmSync(join(copy, '..'), { recursive: true, force: true });
}
process.stdout.write(`${chosen.length} mutants, ${holes} holes\n`);
process.exitCode = holes === 0 ? 0 : 1;
