import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test, vi } from 'vitest';
import { healthHandler } from '#app/_server/health-route.ts';
import { Cell } from '#app/health/_health/cell.tsx';
import { buildMatrix, type Matrix } from '#app/health/_health/matrix-model.ts';
import { runBounds, watchedTargets } from '#db/queries/health.ts';
import { hasCompleted } from '#db/queries/runs.ts';
import { executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { COLLECTOR_INTERVALS_MS, COLLECTORS, type CollectorName, GLOBAL } from '#lib/domain/collectors.ts';
import { OUTCOMES, type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { judgeHealth } from '#lib/series/collector-health.ts';
import { askDesk } from '../helpers/desk-api.ts';
import { DISABLED, FAR, HOME, SOURCE_TABLE, type SourceTable } from '../helpers/eight-outcomes.ts';
import { type FaultyDesk, openFaultyDesk } from '../helpers/faulty-desk.ts';
import type { Fault } from '../stand-in/faults/fault.ts';

vi.mock('server-only', () => ({}));

/** Every source and every outcome that can come of asking: made on purpose, and told apart wherever it is told. */

const openDesk = () =>
  openFaultyDesk({
    types: ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'],
    regions: [HOME, FAR, DISABLED],
    accessKey: 'AKIAUNIFIED000000000',
  });

type NotSold = NonNullable<SourceTable['notSold']>;

/** What is told of a source in a region: by the store, the health answer, its own answer, and the page. */
type Told = { store: string; health: string; rows: string[]; page: string };

async function told(desk: FaultyDesk, name: CollectorName, region: string): Promise<Told> {
  const { about, field = 'outcome' } = SOURCE_TABLE[name];
  const targets = watchedTargets(desk.db);
  const own = targets.filter((target) => target.name === name);
  const target = own.find((one) => one.region === region) ?? own.find((one) => one.region === GLOBAL);
  const rows = about === undefined ? [] : await askDesk(desk)(about(region));
  const judged = judgeHealth(targets, { ...runBounds(desk.db), findings: [] }, desk.now()).collectors;
  return {
    store: target?.outcome ?? 'unknown',
    health: await healthOf(desk, name, target?.region ?? region),
    rows: [...new Set(rows.map((row) => String(row[field])))].sort(),
    page: pageOf(buildMatrix(judged, [], desk.now()), name, region),
  };
}

async function healthOf(desk: FaultyDesk, name: string, region: string): Promise<string> {
  const handler = healthHandler({
    db: () => desk.db,
    clock: () => ({ now: desk.now, speed: 1 }),
    log: () => ({ error: () => {} }),
  });
  const answer = await handler(new Request('http://127.0.0.1/api/v1/health'));
  const { collectors } = (await answer.json()) as {
    collectors: { name: string; region: string; outcome: string }[];
  };
  return collectors.find((one) => one.name === name && one.region === region)?.outcome ?? 'unknown';
}

function pageOf(matrix: Matrix, name: string, region: string): string {
  if (matrix.disabled.includes(region)) return outcomeWords('region_disabled');
  const row = matrix.rows.find((one) => one.region === region);
  const cell =
    row?.cells[matrix.collectors.indexOf(name)] ??
    matrix.global.find(({ collector }) => collector === name)?.cell;
  if (cell === undefined || cell === null) return '';
  return renderToStaticMarkup(createElement(Cell, { cell }));
}

/** The same outcome in all four places; where a collector asks many questions, it leads. */
function expectEverywhere(seen: Told, outcome: Outcome, rows: Outcome | null = outcome): void {
  expect({ store: seen.store, health: seen.health }).toEqual({ store: outcome, health: outcome });
  if (rows !== null) expect(seen.rows).toContain(rows);
  for (const other of OUTCOMES) {
    const words = other === 'value' ? 'complete' : outcomeWords(other);
    if (other === outcome) expect(seen.page).toContain(words);
    else if (other !== 'value') expect(seen.page).not.toContain(words);
  }
}

/** A run that ends before its call is answered: what it was to ask is known, and nothing has come of it. */
async function stopped(desk: FaultyDesk, name: CollectorName, call: SourceTable['call']): Promise<void> {
  const job = JOBS.find((one) => one.name === name);
  if (job === undefined) throw new Error(`no job ${name}`);
  for (const required of job.requires) if (!hasCompleted(desk.db, required)) await desk.run(required);
  const stop = new AbortController();
  const seen = desk.standIn.requests.length;
  const isCall = (request: { service: string; action?: string | undefined }) =>
    request.service === call.service && (call.action === undefined || request.action === call.action);
  desk.standIn.faults.add({ ...call, kind: 'hang', times: Number.POSITIVE_INFINITY });
  const run = executeJob(desk.context, job, -1, 'manual', stop.signal, 600_000);
  await vi.waitUntil(() => desk.standIn.requests.slice(seen).some(isCall), { timeout: 30_000, interval: 5 });
  stop.abort();
  expect(await run).toMatchObject({ state: 'aborted' });
  desk.standIn.faults.clear();
}

async function runAgain(desk: FaultyDesk, name: CollectorName): Promise<void> {
  desk.pass(COLLECTOR_INTERVALS_MS[name]);
  await desk.run(name);
}

describe.each(COLLECTORS)('%s', (name) => {
  const { about, call, cannot, none, notSold } = SOURCE_TABLE[name];
  const rowsOf = (outcome: Outcome) => (about === undefined ? null : outcome);
  const ALWAYS = { times: Number.POSITIVE_INFINITY };

  test('tells never, value, denied, throttled, failed and none apart, and is over each of them', async () => {
    const desk = await openDesk();
    await stopped(desk, name, call);
    expectEverywhere(await told(desk, name, HOME), 'never', rowsOf('never'));
    await desk.run(name);
    const sound = await told(desk, name, HOME);
    expectEverywhere(sound, 'value', rowsOf('value'));
    for (const [kind, outcome] of [
      ['denied', 'denied'],
      ['throttle', 'throttled'],
      ['html', 'failed'],
    ] as const) {
      const fault = desk.standIn.faults.add({ ...call, ...ALWAYS, kind });
      await runAgain(desk, name);
      expectEverywhere(await told(desk, name, HOME), outcome, rowsOf(outcome));
      fault.remove();
    }
    await until(desk, 'value');
    expectEverywhere(await told(desk, name, HOME), 'value', rowsOf('value'));
    if (typeof none === 'object') await emptied(desk);
  });

  /** What has had something is not believed to be empty before the third time. */
  async function emptied(desk: FaultyDesk): Promise<void> {
    desk.standIn.faults.add({ ...call, ...ALWAYS, ...(none as Fault) });
    await until(desk, 'none');
    expectEverywhere(await told(desk, name, HOME), 'none', rowsOf('none'));
  }

  /** Questions that are asked once a day come round again over some cycles. */
  async function until(desk: FaultyDesk, outcome: Outcome): Promise<void> {
    for (let cycle = 0; cycle < 50 && (await told(desk, name, HOME)).store !== outcome; cycle++)
      await runAgain(desk, name);
  }

  test('says not sold and region not enabled where that is the case, and asks nothing of the latter', async () => {
    const desk = await openDesk();
    await desk.run('instance-type');
    await desk.run(name);
    if (cannot.region_disabled === undefined) {
      const off = await told(desk, name, DISABLED);
      expect(off.page).toBe(outcomeWords('region_disabled'));
      if (about !== undefined) expect(off.rows).toEqual(['region_disabled']);
    }
    expect(desk.standIn.requests.filter((request) => request.region === DISABLED)).toEqual([]);
    if (notSold !== undefined) await unsold(desk, notSold);
    if (none === 'as it is') expect((await told(desk, name, HOME)).rows).toContain('none');
  });

  async function unsold(desk: FaultyDesk, { region, about: path, page }: NotSold): Promise<void> {
    const rows = await askDesk(desk)(path);
    expect([...new Set(rows.map((row) => row.outcome))]).toEqual(['not_sold']);
    // What is not sold of one type is no outcome of a look at others: the page of the types tells it.
    if (page === undefined) expectEverywhere(await told(desk, name, region), 'not_sold');
    else {
      if (name === 'on-demand-price') await desk.run('spot-price');
      expect(page(desk.db, desk.now())).toBe('not_sold');
    }
  }

  test('has a reason for every outcome that cannot be its own', () => {
    const made = new Set<Outcome>(['never', 'value', 'denied', 'throttled', 'failed']);
    if (none !== undefined) made.add('none');
    if (notSold !== undefined) made.add('not_sold');
    if (cannot.region_disabled === undefined) made.add('region_disabled');
    expect([...made, ...Object.keys(cannot)].sort()).toEqual([...OUTCOMES].sort());
  });
});

test('a configuration of scores that was never asked about a region says so', async () => {
  const desk = await openDesk();
  await desk.run('placement-score');
  expect((await told(desk, 'placement-score', FAR)).rows).toEqual(['never']);
});

test('the eight outcomes have eight words', () => {
  expect(new Set(OUTCOMES.map(outcomeWords)).size).toBe(8);
});
