import { describe, expect, test } from 'vitest';
import { backtestRule, type TestedRule } from '#db/queries/backtest.ts';
import { syncAlerting } from '#jobs/pipeline/sync-rules.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { type FaultyDesk, openFaultyDesk } from '../helpers/faulty-desk.ts';

/** A rule as the configuration makes it. */
function ruleOf(entry: Record<string, unknown>): RuleConfig {
  const webhookUrl = 'http://127.0.0.1:1/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';
  const { rules } = parseAlerting(
    {
      channels: [{ name: 'desk', kind: 'slack', webhookUrl }],
      rules: [{ name: 'r', channels: ['desk'], ...entry }],
    },
    { allowLoopback: true, readSecretFile: () => '' },
  );
  const [rule] = rules;
  if (rule === undefined) throw new Error('no rule');
  return rule;
}

/** What the live desk recorded: each episode with its beginning and end. */
function lived(desk: FaultyDesk) {
  return desk.db.sqlite
    .prepare<[], { labels: string; episode: number; kind: string; at: number; reason: string | null }>(
      `SELECT a.identity AS labels, e.episode, e.kind, e.at, e.reason FROM alert_event e
       JOIN alert a ON a.id = e.alert_id ORDER BY e.at, a.identity`,
    )
    .all()
    .map(({ labels, kind, at, reason }) => `${labels} ${kind} ${new Date(at).toISOString()} ${reason ?? ''}`)
    .sort();
}

function replayed(desk: FaultyDesk, rule: TestedRule, time: { from: number; to: number }) {
  return backtestRule(desk.db, rule, time)
    .episodes.flatMap(({ labels, firedAt, endedAt, reason }) => {
      const identity = JSON.stringify(Object.fromEntries(Object.entries(labels).sort()));
      const fired = `${identity} firing ${new Date(firedAt).toISOString()} `;
      return endedAt === null
        ? [fired]
        : [fired, `${identity} resolved ${new Date(endedAt).toISOString()} ${reason}`];
    })
    .sort();
}

const DESK = { types: ['p5*', 'g6.*', 'trn2*'], regions: ['us-east-1', 'us-west-2'] };

describe('a back-test says what the live rule did, to the look', () => {
  test.each([
    [
      'a move',
      {
        kind: 'spot-price-move',
        for: '0s',
        keepFiring: '15m',
        when: { moves: { percent: 2, within: '3h' } },
      },
    ],
    [
      'a move with a long hold',
      {
        kind: 'spot-price-move',
        for: '30m',
        keepFiring: '2h',
        resolveEvals: 3,
        when: { moves: { percent: 1, within: '6h' } },
      },
    ],
    ['a level', { kind: 'spot-price-level', when: { above: { percentOfOnDemand: 45 } } }],
    ['a ratio', { kind: 'price-ratio', when: { of: ['p5*'], to: ['g6.*'], above: 1.02 } }],
    [
      'a price against its own past',
      { kind: 'spot-price-unusual', when: { days: 30, high: 70, low: 70, apart: 0.5 } },
    ],
  ])('%s', async (_, entry) => {
    const desk = await openFaultyDesk(DESK);
    for (const job of ['region', 'instance-type', 'on-demand-price', 'spot-price']) await desk.run(job);
    for (let more = 0; more < 40; more++) {
      const { state, counts } = await desk.run('spot-history');
      if (state !== 'ok' || (counts as Record<string, number>).windows === 0) break;
    }
    const rule = ruleOf(entry);
    syncAlerting(
      desk.db,
      {
        channels: [],
        rules: [rule],
        warnings: [],
        routes: [],
        fallback: undefined,
        isUnwritten: false,
        smtp: undefined,
        digests: [],
      },
      desk.now(),
      WATCH_EVERYTHING,
    );
    const from = desk.now() + 5 * MINUTE;
    for (let look = 0; look < 12 * 24; look++) {
      desk.pass(5 * MINUTE);
      await desk.run('spot-price');
    }
    const live = lived(desk);
    expect(live.length).toBeGreaterThan(0);
    expect(replayed(desk, rule, { from, to: desk.now() })).toEqual(live);
  });

  test('and a day on which nobody looked neither fires nor ends anything', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-west-2'] });
    for (const job of ['region', 'instance-type', 'spot-price']) await desk.run(job);
    const rule = ruleOf({
      kind: 'spot-price-level',
      when: { above: { usdPerHour: '0.01' } },
      keepFiring: '0s',
    });
    const from = desk.now();
    desk.pass(DAY);
    const report = backtestRule(desk.db, rule, { from, to: desk.now() });
    expect(report.known).toBeLessThan(0.1);
    expect(report.episodes.every(({ endedAt }) => endedAt === null)).toBe(true);
    expect(report.messages).toBeLessThanOrEqual(1);
  });
});
