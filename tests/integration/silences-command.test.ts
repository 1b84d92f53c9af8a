import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDatabase } from '#db/migrate.ts';
import { startCommand } from '../helpers/command.ts';
import { temporaryFolder } from '../helpers/database.ts';

function openDesk() {
  const db = join(temporaryFolder(), 'chipdesk.db');
  createDatabase(db);
  return (...args: string[]) => startCommand('jobs/silences.ts', args, { CHIPDESK_DB: db }).ended;
}

const SOME = ['add', 'type=p5.48xlarge', '--for', '2h', '--by', 'ada', '--why', 'we know'];

test('a silence is made, listed with who and why, and ended', async () => {
  const run = openDesk();
  expect((await run()).stdout).toBe('nothing is silenced\n');
  expect((await run(...SOME)).stdout).toMatch(
    /^1 {2}type=p5\.48xlarge until \S+Z, by ada: we know\nmatches 0 of/,
  );
  expect((await run('list')).stdout).toMatch(/^1 {2}type=p5\.48xlarge until .*\n1 in force\n$/);
  expect((await run('end', '1')).stdout).toMatch(/^1 {2}ended/);
  expect((await run('list')).stdout).toBe('nothing is silenced\n');
  // Ended is ended: it does not come back.
  expect((await run('end', '1')).code).toBe(2);
}, 60_000);

test.each([
  ['no matcher', ['add', '--for', '2h', '--by', 'ada', '--why', 'x'], 'would silence everything'],
  ['a label that is none', [...SOME.slice(0, 1), 'tpye=p5', ...SOME.slice(2)], 'did you mean type?'],
  ['no end', ['add', 'type=p5', '--by', 'ada', '--why', 'x'], 'say for how long'],
  ['too long', [...SOME.slice(0, 3), '31d', ...SOME.slice(4)], 'more than 30 days have to be confirmed'],
  ['no reason', SOME.slice(0, 6), 'say why'],
  ['a number that is none', ['end', 'x'], 'no silence of that number is in force'],
])(
  '%s is refused in one line, and nothing is made',
  async (_, args, message) => {
    const run = openDesk();
    const refused = await run(...args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(message);
    expect((await run()).stdout).toBe('nothing is silenced\n');
  },
  30_000,
);
