import { beforeEach, describe, expect, it, vi } from 'vitest';
import { alert, channel, delivery, deliveryAttempt, rule } from '#db/schema/index.ts';
import { NOW, TestApi } from '#tests/helpers/api-ask.ts';

vi.mock('server-only', () => ({}));

let api: TestApi;

beforeEach(() => {
  api = new TestApi();
  const { orm } = api.db;
  const ruleRow = {
    name: 'p5 below 20',
    kind: 'price-threshold',
    severity: 'warning',
    paramsJson: '{}',
    channelsJson: '[]',
  };
  const timing = { forMs: 0, keepFiringMs: 0, resolveEvals: 1, enabled: true, revision: 1, updatedAt: NOW };
  orm
    .insert(rule)
    .values({ id: 1, ...ruleRow, ...timing })
    .run();
  const memory = {
    identity: 'a',
    labelsJson: '{"region":"us-east-1"}',
    factsJson: '{}',
    phase: 'firing',
    health: 'fresh',
  };
  const counts = { episode: 2, heldMs: 0, falseHeldMs: 0, falseEvals: 0, unknownEvals: 0, flapCount: 0 };
  orm
    .insert(alert)
    .values({ id: 7, ruleId: 1, ...memory, ...counts, lastSetId: 1, lastEvalAt: NOW, firingAt: NOW - 60_000 })
    .run();
  orm
    .insert(channel)
    .values({ id: 1, name: 'ops', kind: 'slack', hint: '', state: 'ok', enabled: true, updatedAt: NOW })
    .run();
  const sent = {
    kind: 'firing',
    state: 'delivered',
    attempts: 1,
    ambiguous: false,
    plain: false,
    notBefore: NOW,
  };
  orm
    .insert(delivery)
    .values({
      id: 3,
      noticeId: 'n1',
      channelId: 1,
      lane: 'a',
      ...sent,
      createdAt: NOW,
      noticeJson: '{"ruleName":"p5 below 20"}',
      deliveredAt: NOW,
    })
    .run();
  orm
    .insert(deliveryAttempt)
    .values({ deliveryId: 3, at: NOW, tookMs: 12, outcome: 'ok', status: 200 })
    .run();
});

describe('alerts', () => {
  it('tells what is firing since when', async () => {
    expect(await api.json('alerts')).toEqual({
      rows: [
        {
          id: 7,
          rule: 'p5 below 20',
          severity: 'warning',
          phase: 'firing',
          health: 'fresh',
          episode: 2,
          labels: { region: 'us-east-1' },
          headline: 'us-east-1',
          type: null,
          region: 'us-east-1',
          zoneId: null,
          priceUsd: null,
          change: null,
          since: '2026-11-22T09:59:00Z',
          resolvedAt: null,
          evaluatedAt: '2026-11-22T10:00:00Z',
        },
      ],
    });
  });

  it('follows a change that brought no new prices', async () => {
    await api.json('alerts');
    api.db.sqlite.exec("UPDATE alert SET phase = 'cooling'");
    expect(await api.json('alerts')).toMatchObject({ rows: [{ phase: 'cooling' }] });
  });

  it('says what happened in one sentence, with its pool, price and change', async () => {
    const facts = {
      topic: 'spot-price',
      condition: 'rise',
      type: 'p5.48xlarge',
      region: 'us-east-1',
      zoneId: 'use1-az4',
      product: 'Linux/UNIX',
      chip: null,
      priceMicro: 38_213_700,
      scale: 4,
      changedAt: NOW,
      previousMicro: 33_998_000,
      previousAt: NOW - 86_400_000,
      windowMs: 86_400_000,
      change: 0.124,
      percent: 10,
      limitMicro: null,
    };
    api.db.orm
      .update(alert)
      .set({
        factsJson: JSON.stringify({
          latest: { ...facts, priceMicro: 38_000_000, change: 0.118 },
          fired: facts,
        }),
      })
      .run();
    expect(await api.json('alerts')).toMatchObject({
      rows: [
        {
          headline: 'p5.48xlarge in us-east-1 (use1-az4) rose 11.8 % in 24 h to $38.00/h',
          type: 'p5.48xlarge',
          region: 'us-east-1',
          zoneId: 'use1-az4',
          priceUsd: '38.0000',
          change: 0.118,
        },
      ],
    });
  });

  it('carries its labels as JSON in CSV', async () => {
    const [, line] = (await (await api.ask('alerts?format=csv')).text()).split('\r\n');
    expect(line).toBe(
      '7,p5 below 20,warning,firing,fresh,2,"{""region"":""us-east-1""}",us-east-1,,us-east-1,,,,2026-11-22T09:59:00Z,,2026-11-22T10:00:00Z',
    );
  });
});

describe('deliveries', () => {
  it('tells every attempt', async () => {
    expect(await api.json('deliveries?limit=1')).toEqual({
      rows: [
        {
          id: 3,
          noticeId: 'n1',
          channel: 'ops',
          kind: 'firing',
          rule: 'p5 below 20',
          state: 'delivered',
          attempts: 1,
          createdAt: '2026-11-22T10:00:00Z',
          deliveredAt: '2026-11-22T10:00:00Z',
          errorClass: null,
          status: null,
          log: [{ at: '2026-11-22T10:00:00Z', tookMs: 12, outcome: 'ok', status: 200, detail: null }],
        },
      ],
    });
  });

  it.each(['0', '-1', '5001', 'abc', '1e9'])('refuses limit=%s', async (limit) => {
    expect((await api.ask(`deliveries?limit=${limit}`)).status).toBe(400);
  });
});
