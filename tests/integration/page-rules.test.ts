import { describe, expect, it, vi } from 'vitest';
import { backtestDraft } from '#app/_server/backtest-route.ts';
import { previewDraft, saveRule, turnRule } from '#app/_server/rule-routes.ts';
import type { WriteContext } from '#app/_server/write.ts';
import type { Db } from '#db/client.ts';
import { noteAsked } from '#db/queries/asked.ts';
import { listChanges } from '#db/queries/audit.ts';
import { listRules } from '#db/queries/rules.ts';
import { summary } from '#lib/alerts/wording.ts';
import { DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { aType } from '#tests/helpers/market.ts';
import { pageOf } from '#tests/helpers/page-desk.ts';

vi.mock('server-only', () => ({}));

const ENTRY = {
  name: 'P5 above 35',
  kind: 'spot-price-level',
  channels: ['desk'],
  keepFiring: '0s',
  resolveEvals: 1,
  when: { types: ['p5*'], above: { usdPerHour: '35' } },
};

async function openPage() {
  const desk = await openAlertDesk({ rules: [] });
  aType(desk.db);
  const pool = desk.pool(30);
  desk.look();
  const page = pageOf(desk);
  const make = (over: object = {}) => page.send(saveRule, { ...ENTRY, ...over });
  const told = () =>
    desk.outbox().map(({ kind, notice }) => `${kind}: ${notice === undefined ? '' : summary(notice)}`);
  return { desk, pool, page, make, told };
}

const turn = (to: 'pause' | 'resume' | 'remove') => (context: WriteContext, id: number) =>
  turnRule(context, id, to);

describe('a rule made on a page', () => {
  it('tells its channel at the next look, and stays when the jobs start anew', async () => {
    const { desk, pool, make, told } = await openPage();
    expect(await make()).toMatchObject({ status: 200, body: { closed: 0 } });
    desk.configure({ rules: [] });
    desk.price(pool, 36);
    desk.look();
    expect(told()).toEqual([
      'firing: p5.48xlarge in us-east-1 (use1-az4) spot is $36.00/h ($4.50 per H100-hour), at or above $35.00/h',
    ]);
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
  });

  it('ends its alerts with the reason when it is paused, and tells anew once it goes on', async () => {
    const { desk, pool, page, make, told } = await openPage();
    const { id } = (await make()).body;
    desk.price(pool, 36);
    desk.look();
    expect((await page.change(turn('pause'), id)).body).toEqual({ id, closed: 1 });
    expect(told()[1]).toMatch(/^resolved: .*switched off/);
    desk.look();
    expect(told()).toHaveLength(2);
    expect((await page.change(turn('resume'), id)).status).toBe(200);
    desk.look();
    expect(told()[2]).toMatch(/^firing: /);
  });

  it('is gone once it is removed, and leaves its name to another', async () => {
    const { desk, page, make } = await openPage();
    const { id } = (await make()).body;
    expect((await page.change(turn('remove'), id)).status).toBe(200);
    expect((await page.change(turn('resume'), id)).status).toBe(404);
    const again = await make({ severity: 'critical' });
    expect(again.status).toBe(200);
    expect(again.body.id).not.toBe(id);
    expect(listRules(desk.db).filter(({ enabled }) => enabled)).toMatchObject([
      { name: 'P5 above 35', severity: 'critical', origin: 'page' },
      { name: 'chipdesk itself' },
    ]);
  });

  it('keeps what fires when only its threshold moves, and ends it with the reason when it asks something else', async () => {
    const { desk, pool, page, make, told } = await openPage();
    const { id } = (await make()).body;
    desk.price(pool, 36);
    desk.look();
    const change = (over: object) => page.change(saveRule, id, { ...ENTRY, ...over });
    expect((await change({ when: { types: ['p5*'], above: { usdPerHour: '34' } } })).body.closed).toBe(0);
    expect((await change({ name: 'another name' })).body.closed).toBe(0);
    const moved = { types: ['p5.48xlarge'], above: { usdPerHour: '34' } };
    expect((await change({ when: moved })).body.closed).toBe(1);
    expect(told()).toHaveLength(2);
    expect(told()[1]).toMatch(/the rule was changed/);
  });

  it('cannot be made under a name that is taken, nor a rule of the file be changed here', async () => {
    const { desk, page, make } = await openPage();
    desk.configure({ rules: [{ ...desk.rule, name: 'of the file' }] });
    expect((await make({ name: 'of the file' })).body.error?.problems).toMatchObject([
      { code: 'NAME_TAKEN', field: 'name', received: 'of the file' },
    ]);
    const file = listRules(desk.db).find(({ name }) => name === 'of the file');
    const answer = await page.change(saveRule, file?.id, ENTRY);
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'RULE_OF_FILE' } } });
  });

  it('may leave to the routes whom it tells, as long as one of them takes everything', async () => {
    const { desk, pool, make, told } = await openPage();
    desk.configure({ rules: [], routes: [{ channels: ['desk'], types: ['p5*'] }] });
    expect(await make({ channels: [] })).toMatchObject({ body: { error: { code: 'NO_RECEIVER' } } });
    desk.configure({ rules: [], routes: [{ channels: ['desk'] }] });
    expect(await make({ channels: [] })).toMatchObject({ status: 200 });
    desk.price(pool, 36);
    desk.look();
    expect(told()).toHaveLength(1);
  });

  it('leaves a record of who changed what', async () => {
    const { desk, page, make } = await openPage();
    const { id } = (await make()).body;
    await page.change(turn('remove'), id);
    expect(listChanges(desk.db, 9)).toMatchObject([
      { action: 'rule removed', subject: 'P5 above 35' },
      { action: 'rule made', subject: 'P5 above 35' },
    ]);
  });
});

describe('a mistake in a rule', () => {
  it.each<[string, object, string, string]>([
    ['B1 an empty name', { name: '' }, 'NAME_INVALID', 'name'],
    ['B1 a name with a direction character', { name: 'a\u202eb' }, 'NAME_INVALID', 'name'],
    [
      'B3 a comma',
      { when: { above: { usdPerHour: '12,5' } } },
      'THRESHOLD_NOT_NUMBER',
      'when.above.usdPerHour',
    ],
    [
      'B3 no number',
      { when: { above: { usdPerHour: 'abc' } } },
      'THRESHOLD_NOT_NUMBER',
      'when.above.usdPerHour',
    ],
    ['B4 zero', { when: { above: { usdPerHour: '0' } } }, 'THRESHOLD_RANGE', 'when.above.usdPerHour'],
    [
      'B5 seven decimals',
      { when: { above: { percentOfOnDemand: 1.1234567 } } },
      'THRESHOLD_PRECISION',
      'when.above.percentOfOnDemand',
    ],
    [
      'B7 too wide a window',
      { kind: 'spot-price-move', when: { moves: { percent: 5, within: '91d' } } },
      'WINDOW_RANGE',
      'when.moves.within',
    ],
    ['B8 a duration without a unit', { for: '5' }, 'DURATION_FORMAT', 'for'],
    ['B8 a fraction', { for: '1.5h' }, 'DURATION_FORMAT', 'for'],
    ['B8 more than a week', { for: '8d' }, 'DURATION_FORMAT', 'for'],
    ['B10 too often', { repeat: '60s' }, 'REPEAT_TOO_SHORT', 'repeat'],
    ['B11 nobody to tell', { channels: [] }, 'NO_RECEIVER', 'channels'],
    [
      'B12 a type with a letter missing',
      { when: { types: ['p5.48xlage'], above: { usdPerHour: '1' } } },
      'TYPE_UNKNOWN',
      'when.types[0]',
    ],
    [
      'B13 a region with a hyphen missing',
      { when: { regions: ['us-east1'], above: { usdPerHour: '1' } } },
      'REGION_UNKNOWN',
      'when.regions[0]',
    ],
    [
      'B14 36 hours',
      { kind: 'block-offer', when: { type: 'p5.48xlarge', count: 1, duration: '36h' } },
      'DURATION_NOT_OFFERED',
      'when.duration',
    ],
    [
      'B15 65 instances',
      { kind: 'block-offer', when: { type: 'p5.48xlarge', count: 65, duration: '24h' } },
      'COUNT_RANGE',
      'when.count',
    ],
    ['B20 an unknown field', { severty: 'info' }, 'UNKNOWN_FIELD', 'severty'],
    ['B22 a prototype key', JSON.parse('{"__proto__": {"x": 1}}') as object, 'UNKNOWN_FIELD', '__proto__'],
    ['an unknown kind', { kind: 'spot-price-levl' }, 'KIND_UNKNOWN', 'kind'],
    ['an unknown channel', { channels: ['dest'] }, 'CHANNEL_UNKNOWN', 'channels[0]'],
  ])('%s is named with its field, and nothing is kept', async (_name, over, code, field) => {
    const { desk, page } = await openPage();
    const entry = Object.defineProperties({ ...ENTRY }, Object.getOwnPropertyDescriptors(over));
    const { status, body } = await page.send(saveRule, entry);
    expect(status).toBe(422);
    expect(body.error?.problems).toEqual([expect.objectContaining({ code, field })]);
    expect(listRules(desk.db).map(({ name }) => name)).toEqual(['chipdesk itself']);
  });

  it('says several mistakes at once', async () => {
    const { make } = await openPage();
    const { body } = await make({ name: '', for: '5', when: {} });
    expect(body.error?.problems?.map(({ field }) => field)).toEqual(['name', 'for']);
  });

  it('B19 asks for a second word where nothing is watched, and takes it', async () => {
    const { make } = await openPage();
    const over = { when: { types: ['trn2*'], above: { usdPerHour: '1' } } };
    expect((await make(over)).body.error?.problems).toMatchObject([{ code: 'MATCHES_NOTHING' }]);
    expect((await make({ ...over, confirm: true })).status).toBe(200);
  });

  it('B9 says that a duration below the interval is rounded up to a look', async () => {
    const { make } = await openPage();
    expect((await make({ for: '60s' })).body.error?.problems).toMatchObject([
      { code: 'FOR_BELOW_INTERVAL', field: 'for' },
    ]);
  });
});

describe('a rule about a block', () => {
  const when = { type: 'p5.48xlarge', count: 8, duration: '7d', regions: ['us-east-1'] };
  const asked = (desk: { db: Db }, grid = DEFAULT_CAPACITY.grid) =>
    noteAsked(desk.db, { watch: WATCH_EVERYTHING, capacity: { grid, asks: [] } });
  const block = (over: object) => ({ kind: 'block-offer', when: { ...when, ...over }, confirm: true });

  it('B16 is refused with a window that is over, or ends before it begins', async () => {
    const { desk, make } = await openPage();
    asked(desk);
    const backwards = await make(block({ startAfter: '2026-12-20', startBefore: '2026-12-10' }));
    expect(backwards.body.error?.problems).toMatchObject([
      { code: 'START_WINDOW', field: 'when.startBefore' },
    ]);
    const over = await make(block({ startBefore: '2026-11-01' }));
    expect(over).toMatchObject({
      status: 422,
      body: { error: { code: 'START_WINDOW', field: 'when.startBefore' } },
    });
    expect(over.body.error?.message).toContain('P5 above 35');
  });

  it('B17 is refused with the arithmetic when AWS’s rate does not let it be asked beside the rest', async () => {
    const { desk, make } = await openPage();
    const counts = Array.from({ length: 64 }, (_, index) => index + 1);
    asked(desk, { counts, durationsHours: [24, 48, 72, 168] });
    const { status, body } = await make(block({}));
    expect(status).toBe(422);
    expect(body.error?.code).toBe('SWEEP_TOO_LONG');
    expect(body.error?.message).toMatch(/\d+ Capacity Block queries in [\w-]+ .* need \d+ s/);
    expect(listRules(desk.db).map(({ name }) => name)).toEqual(['chipdesk itself']);
    asked(desk);
    expect((await make(block({}))).status).toBe(200);
  });
});

describe('a draft', () => {
  it('shows what would match now without name or channel, and keeps nothing', async () => {
    const { desk, pool, page } = await openPage();
    desk.price(pool, 36);
    desk.look();
    const { kind, when } = ENTRY;
    const { body } = await page.send(previewDraft, { kind, when });
    expect(body).toMatchObject({ watched: 1, matching: 1, unknown: 0, cautions: [] });
    expect(body.examples).toEqual([
      {
        region: 'us-east-1',
        text: 'p5.48xlarge in us-east-1 (use1-az4) spot is $36.00/h ($4.50 per H100-hour), at or above $35.00/h',
      },
    ]);
    expect(desk.outbox()).toEqual([]);
    const unfinished = await page.send(previewDraft, { kind, when: {} });
    expect(unfinished).toMatchObject({ status: 200, body: { problems: [{ field: 'when' }] } });
  });

  it('is replayed over what is on record', async () => {
    const { desk, pool, page } = await openPage();
    desk.price(pool, 36);
    desk.pass(2 * HOUR);
    desk.price(pool, 30);
    desk.pass(30 * MINUTE);
    desk.look();
    const { kind, when, keepFiring, resolveEvals } = ENTRY;
    const { status, body } = await page.send(backtestDraft, {
      kind,
      when,
      keepFiring,
      resolveEvals,
      days: 7,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ series: 1, episodeCount: 1, messages: 2 });
    expect((body.episodes as { text: string }[])[0]?.text).toMatch(/, at or above \$35\.00\/h/);
    expect((await page.send(backtestDraft, { kind, when, days: 8 })).body.error).toMatchObject({
      code: 'RANGE_INVALID',
      field: 'days',
    });
  });
});
