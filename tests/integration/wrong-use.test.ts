import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase, SCHEMA_VERSION } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';
import { markOrigin, type Origin } from '#db/queries/meta.ts';
import { startStandIn } from '#tests/stand-in/index.ts';
import { KEYS, startCommand } from '../helpers/command.ts';
import { temporaryFolder } from '../helpers/database.ts';

type Env = Record<string, string>;
/** A stand-in's address: nothing listens there, and nothing of this file may get as far as to call it. */
const SIMULATED = { ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
const START = ['jobs/start.ts'];
const JOB = ['jobs/run-once.ts', 'spot-price'];

/** Every file below a folder, with what is in it. */
function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const content = statSync(path).isFile()
        ? createHash('sha256').update(readFileSync(path)).digest('hex')
        : 'folder';
      return `${name} ${content}`;
    });
}

/** Runs a command in a folder and expects one line of refusal, exit 2, and the folder as it was. */
async function expectRefusal([script = '', ...args]: string[], folder: string, env: Env, line: RegExp) {
  const before = snapshot(folder);
  const { code, stdout, stderr } = await startCommand(script, args, env).ended;
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(snapshot(folder)).toEqual(before);
}

function withDatabase(origin?: Origin) {
  const folder = temporaryFolder();
  const path = join(folder, 'chipdesk.db');
  createDatabase(path);
  const db = openDatabase(path, 'worker');
  if (origin !== undefined) markOrigin(db, origin);
  db.sqlite.close();
  return { folder, db: path };
}

describe.each([
  ['npm start', START],
  ['npm run job', JOB],
])('%s refuses in one line and leaves everything as it was', (_, command) => {
  test.each<[string, Env, RegExp]>([
    [
      'a mistyped setting',
      { CHIPDESK_REGION: 'us-east-1' },
      /^CONFIG_UNKNOWN: .*did you mean CHIPDESK_REGIONS\?/,
    ],
    [
      'a region that is none',
      { CHIPDESK_REGIONS: 'us-east1' },
      /^REGION_UNKNOWN: .*did you mean us-east-1\?/,
    ],
    ['a pattern that is none', { CHIPDESK_TYPES: 'p5[ab]*' }, /^TYPE_UNKNOWN: .*received: "p5\[ab\]\*"/],
    [
      'a pattern that matches nothing',
      { CHIPDESK_TYPES: 'zz9*' },
      /^TYPE_UNKNOWN: no accelerator type matches/,
    ],
    ['a mistyped type', { CHIPDESK_TYPES: 'p5.48xlage' }, /^TYPE_UNKNOWN: .*did you mean p5.48xlarge\?/],
    ['an address off this machine', { CHIPDESK_HOST: '0.0.0.0' }, /^UNSAFE_BIND: .*received: "0.0.0.0"/],
    ['a port that is none', { CHIPDESK_PORT: 'http' }, /^CONFIG_INVALID: CHIPDESK_PORT/],
    ['quotes around a value', { CHIPDESK_REGIONS: '"us-east-1"' }, /^CONFIG_WHITESPACE: CHIPDESK_REGIONS/],
    [
      'an instant that is none',
      { CHIPDESK_NOW: 'yesterday' },
      /^CONFIG_INVALID: CHIPDESK_NOW .*received: "yesterday"/,
    ],
    ['a speed that is none', { CHIPDESK_SPEED: '0' }, /^CONFIG_INVALID: CHIPDESK_SPEED .*received: "0"/],
    [
      'a clock against the real AWS',
      { CHIPDESK_NOW: '2021-04-15T00:00:00Z', AWS_ENDPOINT_URL: '' },
      /^CONFIG_INVALID: CHIPDESK_NOW needs an overridden AWS endpoint/,
    ],
    [
      'an endpoint off this machine',
      { AWS_ENDPOINT_URL: 'http://10.0.0.5:4566' },
      /^CONFIG_INVALID: AWS_ENDPOINT_URL/,
    ],
    [
      'an endpoint of one service',
      { AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:1' },
      /^CONFIG_INVALID: AWS_ENDPOINT_URL_EC2/,
    ],
  ])('%s', async (_, env, line) => {
    const { folder, db } = withDatabase();
    await expectRefusal(
      command,
      folder,
      { ...SIMULATED, CHIPDESK_DB: db, CHIPDESK_PORT: '39417', ...env },
      line,
    );
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ['missing', () => {}, /^DB_MISSING: .*npm run db:create/],
    ['empty', (path) => writeFileSync(path, ''), /^DB_EMPTY: /],
    ['a folder', (path) => mkdirSync(path), /^DB_EMPTY: /],
    [
      'a text file',
      (path) => writeFileSync(path, 'dear diary, '.repeat(500)),
      /^DB_FOREIGN: .*not a SQLite database/,
    ],
    ['of another program', (path) => foreign(path), /^DB_FOREIGN: .*another program/],
    ['newer than the program', (path) => newer(path), /^DB_NEWER: /],
    ['cut off in its header', (path) => writeFileSync(path, 'SQLite format 3\0'), /^DB_(FOREIGN|CORRUPT): /],
  ])('a database that is %s', async (_, make, line) => {
    const folder = temporaryFolder();
    const db = join(folder, 'chipdesk.db');
    make(db);
    await expectRefusal(command, folder, { ...SIMULATED, CHIPDESK_DB: db }, line);
  });

  test('no credentials', async () => {
    const { folder, db } = withDatabase();
    await expectRefusal(
      command,
      folder,
      { CHIPDESK_DB: db, CHIPDESK_PORT: '39418' },
      /^NO_CREDENTIALS: .*npm run demo/,
    );
  });

  test.each<[Origin, Env]>([
    ['simulated', KEYS],
    ['aws', SIMULATED],
  ])('a database of %s facts, told to take the others', async (origin, env) => {
    const { folder, db } = withDatabase(origin);
    await expectRefusal(
      command,
      folder,
      { ...env, CHIPDESK_DB: db, CHIPDESK_PORT: '39419' },
      /^DB_ORIGIN: .*use another CHIPDESK_DB/,
    );
  });

  test.each<[string, string | undefined, RegExp]>([
    ['that is missing', undefined, /^CONFIG_INVALID: .*ENOENT.*chipdesk.yaml/],
    ['with a broken line', 'regions: [us-east-1\ntypes: {', /^CONFIG_PARSE: .*line [123], column/],
    ['with the same key twice', 'regions: [us-east-1]\nregions: [us-west-2]\n', /^CONFIG_PARSE: .*line 2/],
    ['with a tab', 'rules:\n\t- name: x\n', /^CONFIG_PARSE: .*line 2/],
    ['with an alias to nothing', 'regions: *nowhere\n', /^CONFIG_PARSE: /],
    ['with an unknown section', 'region: [us-east-1]\n', /^CONFIG_UNKNOWN: .*did you mean regions\?/],
    ['with a list that is none', 'regions: us-east-1\n', /^CONFIG_INVALID: regions/],
    ['with a region that is none', 'regions: [us-east1]\n', /^REGION_UNKNOWN: .*did you mean us-east-1\?/],
    [
      'with a rule that is none',
      'rules:\n  - name: x\n    kind: spot-price-mov\n    channels: [a]\n',
      /^CONFIG_INVALID: .*rules\[0\]/,
    ],
    [
      'with a rule for what is not watched',
      'types: [trn1*]\nchannels:\n  - name: a\n    kind: slack\n    webhookUrl: http://127.0.0.1:9/services/T1/B1/x\nrules:\n  - name: x\n    kind: spot-price-move\n    channels: [a]\n    when: { types: [p5*], moves: { percent: 5 } }\n',
      /^CONFIG_INVALID: rule "x" can match nothing: none of its types .*received: "p5\*"; accepted: trn1\*$/m,
    ],
    [
      'with a rule that tells nobody',
      'rules:\n  - name: x\n    kind: spot-price-move\n    channels: []\n',
      /^CONFIG_INVALID: .*rules\[0\].channels/,
    ],
    [
      'with a block that nobody sells',
      'capacity:\n  asks:\n    - { name: x, type: p5.48xlarge, count: 8, duration: 36h }\n',
      /^DURATION_NOT_OFFERED: capacity\.asks\[0\]\.duration: .*received: "36h"; accepted: 1 to 14 whole days/,
    ],
    [
      'with more questions about blocks than AWS answers',
      'capacity:\n  grid: { counts: [1, 2, 4, 8, 16, 32], durations: [1d, 3d, 7d, 14d] }\n',
      /^SWEEP_TOO_LONG: \d+ Capacity Block queries in us-east-1 .* need \d+ s at 0\.1 calls a second/,
    ],
  ])('a configuration file %s', async (_, text, line) => {
    const { folder, db } = withDatabase();
    const file = join(folder, 'chipdesk.yaml');
    if (text !== undefined) writeFileSync(file, text);
    await expectRefusal(command, folder, { ...SIMULATED, CHIPDESK_DB: db, CHIPDESK_CONFIG: file }, line);
  });
});

describe('one command alone', () => {
  test('npm start refuses a port where something listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const { folder, db } = withDatabase();
    const env = { ...SIMULATED, CHIPDESK_DB: db, CHIPDESK_PORT: String(port) };
    await expectRefusal(START, folder, env, new RegExp(`^PORT_IN_USE: .*127.0.0.1:${port}`));
  });

  test.each([
    [
      ['jobs/run-once.ts', 'spotprice'],
      /^JOB_UNKNOWN: .*did you mean spot-price\?.*accepted: credentials, region, /,
    ],
    [['jobs/run-once.ts'], /^JOB_UNKNOWN: .*needs the name of one job/],
    [['jobs/run-once.ts', 'region', 'spot-price'], /^JOB_UNKNOWN: /],
  ])('%j is no job', async (command, line) => {
    const { folder, db } = withDatabase();
    await expectRefusal(command, folder, { ...SIMULATED, CHIPDESK_DB: db }, line);
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ['is a database already', (path) => createDatabase(path), /^DB_EXISTS: /],
    ['is any file', (path) => writeFileSync(path, 'precious'), /^DB_EXISTS: /],
    ['is a folder', (path) => mkdirSync(path), /^DB_EXISTS: /],
  ])('npm run db:create touches nothing where there %s', async (_, make, line) => {
    const folder = temporaryFolder();
    const db = join(folder, 'chipdesk.db');
    make(db);
    await expectRefusal(['jobs/create-database.ts'], folder, { CHIPDESK_DB: db }, line);
  });

  test('npm run db:create says in one line that a file is in the way of the folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const env = { CHIPDESK_DB: join(folder, 'file', 'chipdesk.db') };
    await expectRefusal(['jobs/create-database.ts'], folder, env, /^DB_UNREADABLE: /);
  });

  test('the worker makes no lock file beside a database that is not there', async () => {
    const folder = temporaryFolder();
    const env = { ...SIMULATED, CHIPDESK_DB: join(folder, 'chipdesk.db') };
    await expectRefusal(['jobs/main.ts'], folder, env, /^DB_MISSING: /);
  });
});

test('F6: a second worker on a database is told so and ends with 3; the first goes on, and its lock dies with it', async () => {
  const standIn = await startStandIn({
    source: { kind: 'market', seed: 7 },
    now: () => Date.UTC(2026, 2, 1, 12),
  });
  onTestFinished(() => standIn.close());
  const { db } = withDatabase();
  const env = {
    ...KEYS,
    AWS_ENDPOINT_URL: standIn.url,
    CHIPDESK_DB: db,
    CHIPDESK_REGIONS: 'us-east-1',
    CHIPDESK_TYPES: 'p5*',
  };
  const first = startCommand('jobs/main.ts', [], env);
  await once(first.child.stderr!, 'data');
  const second = await startCommand('jobs/main.ts', [], env).ended;
  expect(second).toMatchObject({ code: 3, stdout: '' });
  expect(second.stderr).toMatch(/^WORKER_RUNNING: .*\n$/);
  expect(first.child.exitCode).toBeNull();
  first.child.kill('SIGKILL');
  await first.ended;
  const third = startCommand('jobs/main.ts', [], env);
  await once(third.child.stderr!, 'data');
  expect(third.said()).not.toContain('WORKER_RUNNING');
  third.child.kill('SIGTERM');
  expect(await third.ended).toMatchObject({ code: 0 });
});

function foreign(path: string): void {
  const other = new Database(path);
  other.exec('CREATE TABLE recipe (name text); INSERT INTO recipe VALUES (1)');
  other.close();
}

function newer(path: string): void {
  createDatabase(path);
  const sqlite = new Database(path);
  sqlite.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
  sqlite.close();
}
