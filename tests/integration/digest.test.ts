import { describe, expect, it } from 'vitest';
import { listChannels } from '#db/queries/channels.ts';
import { makeDocument } from '#db/queries/digest/document.ts';
import { listIssues, noteDigests, readIssue, sendIssue } from '#db/queries/digest/issues.ts';
import { newestIssue } from '#lib/digest/plan.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { openAlertDesk } from '../helpers/alert-desk.ts';
import { openDigestDesk, plan, sectionOf } from '../helpers/digest-desk.ts';
import { type FaultyDesk, openFaultyDesk } from '../helpers/faulty-desk.ts';
import { startSmtpSink } from '../helpers/smtp-sink.ts';

type Steps = { type: string; zone: string; points: [number, number | null][] };

/** Every spot pool with all that is on record of it, as a person would read it off the store. */
function recordOf({ db }: FaultyDesk): Steps[] {
  type Row = { id: number; type: string; zone: string };
  const series = db.sqlite
    .prepare<[], Row>("SELECT id, instance_type AS type, zone_id AS zone FROM series WHERE kind = 'spot'")
    .all();
  const points = db.sqlite.prepare('SELECT at, value FROM point WHERE series_id = ? ORDER BY at').raw(true);
  return series.map(({ id, type, zone }) => ({
    ...{ type, zone },
    points: points.all(id) as [number, number | null][],
  }));
}

const priceAt = ({ points }: Steps, at: number) => points.filter(([from]) => from <= at).at(-1)?.[1] ?? null;

/** The lowest price that held for any part of a UTC day. */
function lowOf(pool: Steps, day: number, until: number): number | null {
  const [from, to] = [day * DAY, Math.min((day + 1) * DAY, until)];
  const held = pool.points.filter(([at]) => at > from && at < to).map(([, value]) => value);
  const all = [priceAt(pool, from), ...held].filter((value) => value !== null);
  return all.length === 0 ? null : Math.min(...all);
}

const usd = (micro: number) =>
  `$${(micro / 1e6).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const fine = (micro: number) => (micro >= 1e6 ? usd(micro) : `$${(micro / 1e6).toFixed(4)}`);
function moved(now: number, before: number): string {
  const percent = Math.round((now / before - 1) * 1000) / 10;
  if (percent === 0) return 'unchanged';
  return `${percent > 0 ? '▲ +' : '▼ −'}${Math.abs(percent).toFixed(1)} %`;
}
const middle = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[sorted.length >> 1] ?? 0) + (sorted[(sorted.length - 1) >> 1] ?? 0)) / 2;
};

async function filledDesk(): Promise<FaultyDesk> {
  const desk = await openFaultyDesk({ types: ['p5*', 'g6.*', 'trn2*'], regions: ['us-east-1', 'us-west-2'] });
  for (const job of ['region', 'instance-type', 'on-demand-price', 'spot-price', 'capacity-block'])
    await desk.run(job);
  for (let more = 0; more < 40; more++) {
    const { state, counts } = await desk.run('spot-history');
    if (state !== 'ok' || (counts as Record<string, number>).windows === 0) break;
  }
  return desk;
}

describe('what a digest says', () => {
  it('is what the store says, counted again from every single price', async () => {
    const desk = await filledDesk();
    const to = desk.now();
    const from = to - 7 * DAY;
    const document = await makeDocument(desk.db, plan(), { period: 'x', from, to }, true);
    const pools = recordOf(desk);
    const perChip: Record<string, number> = { 'p5.48xlarge': 8, 'trn2.48xlarge': 16 };

    const types = sectionOf(document, 'Cheapest spot of each type');
    expect(types.length).toBeGreaterThan(5);
    for (const [type = '', now, perHour, zone, week, month, rank] of types) {
      const own = pools.filter((pool) => pool.type === type);
      const lowest = (at: number) =>
        Math.min(...own.map((pool) => priceAt(pool, at) ?? Number.POSITIVE_INFINITY));
      expect(now, type).toBe(fine(lowest(to)));
      expect(own.filter((pool) => priceAt(pool, to) === lowest(to)).map((pool) => pool.zone)).toContain(zone);
      expect(week, type).toBe(moved(lowest(to), lowest(from)));
      expect(month, type).toBe(moved(lowest(to), lowest(to - 30 * DAY)));
      const chips = perChip[type];
      if (chips !== undefined) expect(perHour).toBe(fine(lowest(to) / chips));
      const today = Math.floor((to - 1) / DAY);
      const lows = Array.from({ length: 90 }, (_, back) =>
        own.map((pool) => lowOf(pool, today - back, to)).filter((low) => low !== null),
      ).filter((day) => day.length > 0);
      const below = lows.filter((day) => Math.min(...day) < lowest(to)).length;
      expect(rank, type).toBe(`${below} of ${lows.length}`);
    }

    const h100 = pools.filter(({ type }) => type === 'p5.48xlarge' || type === 'p5.4xlarge');
    const chipsOf = (type: string) => (type === 'p5.48xlarge' ? 8 : 1);
    const both = h100.filter((pool) => priceAt(pool, to) !== null && priceAt(pool, from) !== null);
    const index = (at: number) => middle(both.map((pool) => (priceAt(pool, at) ?? 0) / chipsOf(pool.type)));
    const shown = sectionOf(document, 'What an accelerator costs on spot').find(([name]) => name === 'H100');
    const month = to - 30 * DAY;
    const then = h100.filter((pool) => priceAt(pool, to) !== null && priceAt(pool, month) !== null);
    const old = (at: number) => middle(then.map((pool) => (priceAt(pool, at) ?? 0) / chipsOf(pool.type)));
    const midnights = Array.from({ length: 89 }, (_, back) => (Math.floor((to - 1) / DAY) - back) * DAY);
    // As a day ended: what begins with the next is of the next.
    const known = midnights
      .map((at) => h100.filter((pool) => priceAt(pool, to) !== null && priceAt(pool, at - 1) !== null))
      .map((pools, index) => ({ pools, at: (midnights[index] ?? 0) - 1 }))
      .filter(({ pools }) => pools.length > 0);
    const levelAt = (pools: Steps[], at: number) =>
      middle(pools.map((pool) => (priceAt(pool, at) ?? 0) / chipsOf(pool.type)));
    const lower = known.filter(({ pools, at }) => levelAt(pools, at) < levelAt(pools, to)).length;
    expect(shown).toEqual([
      ...['H100', fine(index(to)), moved(index(to), index(from)), moved(old(to), old(month))],
      ...[`${lower} of ${known.length + 1}`, expect.stringMatching(/^[▁-█ ]{18}$/), String(both.length)],
    ]);

    const movers = sectionOf(document, 'Pools that moved most');
    const changes = pools.flatMap((pool) => {
      const [now, before] = [priceAt(pool, to), priceAt(pool, from)];
      return now === null || before === null ? [] : [{ pool, by: now / before - 1 }];
    });
    const [most] = changes.toSorted((a, b) => b.by - a.by);
    expect(movers[0]?.slice(0, 2)).toEqual([most?.pool.type, most?.pool.zone]);
    // The first sweep has just been made.
    expect(document.incomplete).toEqual(['Capacity Blocks are known for 0 % of this time']);
    expect(document.headline).toMatch(/accelerator/);
  }, 120_000);

  it('says on top what is not known of the time, and nothing where nothing is on record', async () => {
    const desk = await openFaultyDesk({ types: ['p5*'], regions: ['us-east-1'] });
    for (const job of ['region', 'instance-type', 'spot-price']) await desk.run(job);
    const issue = { period: 'x', from: desk.now() - 7 * DAY, to: desk.now() };
    const document = await makeDocument(desk.db, plan(), issue, true);
    expect(document.incomplete[0]).toMatch(/^Spot prices are known for \d+ % of this time/);
    const empty = await openAlertDesk();
    const nothing = await makeDocument(empty.db, plan(), issue, true);
    expect(nothing.headline).toBe('No spot price is known for both ends of the week');
    expect(nothing.sections).toEqual([]);
  });
});

describe('an issue', () => {
  it('is sent once when it is due, however often the job is asked, and not for the time before it was asked for', async () => {
    const desk = await openDigestDesk([plan()]);
    await desk.ask();
    expect(desk.issues()).toEqual([]);
    // From Sunday noon to Tuesday.
    for (let hour = 0; hour < 48; hour++) {
      desk.pass(HOUR);
      await desk.ask();
    }
    expect(desk.issues()).toEqual(['2026-W48 sent']);
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received).toHaveLength(1);
    expect(desk.outbox()).toMatchObject([{ kind: 'digest', state: 'delivered' }]);
  });

  it('is sent once by two processes that both found it due', async () => {
    const desk = await openDigestDesk([plan()]);
    desk.pass(21 * HOUR);
    const issue = newestIssue(plan(), desk.now());
    const document = await makeDocument(desk.db, plan(), issue, false);
    const send = () => sendIssue(desk.db, plan(), issue, document, desk.now());
    expect([send(), send()]).toEqual([1, 0]);
    expect(desk.outbox()).toHaveLength(1);
  });

  it('F27: goes out once a week in every zone, over a change of the clocks, at the hour on the wall', async () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham'];
    const plans = [...zones, 'America/Santiago', 'UTC'].map((zone) => plan({ name: zone, zone }));
    const desk = await openDigestDesk(plans);
    const weeks = 26;
    for (let hour = 0; hour < weeks * 7 * 24; hour++) {
      desk.pass(HOUR);
      if (hour % 97 === 0) noteDigests(desk.db, plans, desk.now());
      await desk.ask();
    }
    const issues = listIssues(desk.db, 1000);
    for (const { zone } of plans) {
      const own = issues.filter(({ name }) => name === zone);
      expect(own.length, zone).toBe(weeks);
      expect(new Set(own.map(({ period }) => period)).size).toBe(weeks);
      const hours = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        weekday: 'long',
      });
      expect(new Set(own.map(({ dueAt }) => hours.format(dueAt))), zone).toEqual(new Set(['Monday 08:00']));
    }
  }, 120_000);

  it('is caught up once after an outage, and left out with a reason after 48 hours', async () => {
    const desk = await openDigestDesk([plan()]);
    desk.pass(20 * HOUR + 47 * HOUR);
    await desk.ask();
    await desk.ask();
    expect(desk.issues()).toEqual(['2026-W48 sent']);
    desk.pass(7 * DAY + 2 * HOUR);
    await desk.ask();
    expect(desk.issues()).toEqual(['2026-W49 skipped', '2026-W48 sent']);
    expect(listIssues(desk.db, 1)[0]?.reason).toBe('too_late');
    desk.pass(5 * DAY);
    await desk.ask();
    expect(desk.issues()[0]).toBe('2026-W50 sent');
  });

  it('is in the archive as it was sent, whatever the market does since', async () => {
    const desk = await openDigestDesk([plan()]);
    desk.pass(21 * HOUR);
    await desk.ask();
    const sent = readIssue(desk.db, 'weekly', '2026-W48');
    expect(sent?.headline).toBe('Nothing moved this week: 1 accelerator within 0.5 %');
    desk.price(desk.poolId, 99);
    expect(readIssue(desk.db, 'weekly', '2026-W48')).toEqual(sent);
    expect(newestIssue(plan(), desk.now()).to).toBe(sent?.to);
  });

  it('reaches a mailbox in two forms, one message for each recipient, under an id that a repeat would have again', async () => {
    const sink = await startSmtpSink();
    const channels = [{ name: 'desk', kind: 'email', to: ['ada@example.com', 'bob@example.com'] }];
    const desk = await openDigestDesk([], { smtp: sink.settings({}), channels });
    const names = listChannels(desk.db).map(({ name }) => name);
    noteDigests(desk.db, [plan({ channels: names })], desk.now());
    desk.pass(21 * HOUR);
    await desk.ask();
    await desk.deliverFor(MINUTE);
    expect(sink.received.map(({ to }) => to)).toEqual([['ada@example.com'], ['bob@example.com']]);
    const raw = sink.received[0]?.raw ?? '';
    expect(raw).toMatch(/^Subject: 2026-W48: Nothing moved this week/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(raw).toMatch(/^Content-Type: text\/plain/im);
    expect(raw).toMatch(/^Content-Type: text\/html/im);
    expect(raw.length).toBeLessThan(102_000);
    const ids = sink.received.map((mail) => /^Message-ID: (.*)$/m.exec(mail.raw)?.[1]);
    expect(new Set(ids).size).toBe(2);
  });
});
