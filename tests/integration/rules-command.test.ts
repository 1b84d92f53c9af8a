import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDatabase } from '#db/migrate.ts';
import { startCommand } from '../helpers/command.ts';
import { temporaryFolder } from '../helpers/database.ts';

const RULES = `
channels:
  - name: desk
    kind: slack
    webhookUrl: https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx
rules:
  - name: H100 moves 10 % in a day
    kind: spot-price-move
    severity: critical
    channels: [desk]
    for: 10m
    when: { types: ["p5.*"], moves: { percent: 10, within: 24h, direction: up } }
  - name: blocks under 4 dollars
    kind: block-price
    channels: [desk]
    keepFiring: 0s
    resolveEvals: 1
    when: { types: [p5.48xlarge], below: "4.00" }
`;

const TESTS = `
tests:
  - name: a rise has to last for two looks, and missing data ends nothing
    rule: H100 moves 10 % in a day
    series:
      - { type: p5.48xlarge, region: us-east-1, zone: use1-az4, values: "30x288 33 33 33 ?x5 ~ 33" }
    expect:
      - { at: 24h, state: ok }
      - { at: 1445m, state: pending }
      - { at: 1455m, state: firing }
      - { at: 1480m, state: firing }
  - name: a cheap block, and sold out
    rule: blocks under 4 dollars
    series:
      - { kind: block-price, type: p5.48xlarge, region: us-east-1, qualifier: 8x168h, values: "4.50 3.90 _ 3.90" }
    expect:
      - { at: 0m, state: ok }
      - { at: 30m, state: firing }
      - { at: 60m, state: ok }
      - { at: 90m, state: firing }
`;

function openDesk(rules = RULES) {
  const folder = temporaryFolder();
  const db = join(folder, 'chipdesk.db');
  createDatabase(db);
  const config = join(folder, 'rules.yaml');
  writeFileSync(config, rules);
  const run = (...args: string[]) =>
    startCommand('jobs/rules/main.ts', args, { CHIPDESK_DB: db, CHIPDESK_CONFIG: config }).ended;
  return { folder, config, run };
}

test('what would change is shown, applied, shown as applied, and exported as it was written', async () => {
  const { run, config } = openDesk();
  const before = await run('check');
  expect(before.stdout).toContain('+ H100 moves 10 % in a day');
  expect(before.stdout).toContain('3 rules: 3 new, 0 changed, 0 removed, 0 as they are');
  expect((await run('apply')).code).toBe(0);
  expect((await run('check')).stdout).toContain('0 new, 0 changed, 0 removed, 3 as they are');
  const exported = await run('export');
  expect(exported.stdout).toContain('name: H100 moves 10 % in a day');
  expect(exported.stdout).toContain('repeat: 4h');
  expect(exported.stdout).not.toContain('hooks.slack.com');
  writeFileSync(config, RULES.replace('percent: 10', 'percent: 12'));
  const after = await run('check');
  expect(after.stdout).toMatch(
    /~ H100 moves 10 % in a day\n {4}was: .*10 % or more.*\n {4}now: .*12 % or more/,
  );
}, 60_000);

test('routes and the fallback are shown, applied, and exported with rules that name nobody', async () => {
  const { run, config } = openDesk();
  expect((await run('apply')).code).toBe(0);
  const routes = `
fallback: desk
routes:
  - { channels: [desk], severities: [critical], types: ["p5*"], regions: [us-east-1] }
  - { channels: [desk] }
`;
  writeFileSync(config, RULES.replaceAll('    channels: [desk]\n', '') + routes);
  const words = [
    '~ routes',
    '    was: none',
    '    now: critical · p5* · us-east-1 to desk; everything to desk; fallback desk',
  ].join('\n');
  const shown = await run('check');
  expect(shown.stdout).toContain(words);
  expect(shown.stdout).toContain('now: critical · to whom the routes say · for 600 s');
  expect((await run('check')).stdout).toBe(shown.stdout);
  expect((await run('apply')).stdout).toContain(words);
  expect((await run('check')).stdout).not.toContain('~');
  const [, channels = ''] = /(channels:.*?)rules:/s.exec(RULES) ?? [];
  const { stdout } = await run('export');
  expect(stdout).not.toContain('channels: []');
  writeFileSync(config, `${channels}fallback: desk\n${stdout}`);
  expect((await run('check')).stdout).toMatch(/^[^~]*3 rules: 0 new, 0 changed, 0 removed, 3 as they are\n$/);
}, 60_000);

test('a rule is tried on made-up looks before it is trusted', async () => {
  const { run, folder } = openDesk();
  const file = join(folder, 'tests.yaml');
  writeFileSync(file, TESTS);
  const good = await run('test', file);
  expect(good.stdout).toContain('8 as expected, 0 not');
  expect(good.code).toBe(0);
  writeFileSync(file, TESTS.replace('{ at: 24h, state: ok }', '{ at: 24h, state: firing }'));
  const wrong = await run('test', file);
  expect(wrong.stdout).toContain(
    'WRONG a rise has to last for two looks, and missing data ends nothing: ok at 24h, expected firing',
  );
  expect(wrong.code).toBe(1);
}, 60_000);

test.each([
  ['an unknown command', ['chek'], 'npm run rules does not know chek: did you mean check?'],
  ['an unknown option', ['backtest', '--las', '3d'], "Unknown option '--las'"],
  ['a time that is none', ['backtest', '--last', 'soon'], 'a duration of at most 400d'],
  ['a rule that is not there', ['backtest', '--rule', 'H100 moves'], 'there is no rule of that name'],
])(
  '%s is refused in one line, exit 2',
  async (_, args, message) => {
    const end = await openDesk().run(...args);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain(message);
    expect(end.stderr.trim().split('\n')).toHaveLength(1);
  },
  30_000,
);

test('a mistake in the file is named with its line and column', async () => {
  const end = await openDesk(RULES.replace('percent: 10', 'percent: -1')).run('check');
  expect(end.code).toBe(2);
  expect(end.stderr).toContain('line 12, column 48: rules[0].when.moves.percent: must be above 0');
}, 30_000);

test('without anything on record a back-test says so', async () => {
  const end = await openDesk().run('backtest', '--last', '30d');
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('nothing is on record yet that it could be tried on');
}, 30_000);
