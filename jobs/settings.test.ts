import { describe, expect, it } from 'vitest';
import { parseAlerting } from '#lib/config/alerting.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING, type Watch } from '#lib/config/watch.ts';
import { checkWatchList, type Settings, withAsksOfRules } from './settings.ts';

function check(when: Record<string, unknown>, watch: Partial<Watch>) {
  const rule = {
    name: 'p5 moves',
    kind: 'spot-price-move',
    channels: ['desk'],
    when: { moves: { percent: 10 }, ...when },
  };
  const desk = { name: 'desk', kind: 'slack', webhookUrl: 'http://127.0.0.1:1/services/T1/B1/x' };
  const alerting = parseAlerting(
    { channels: [desk], rules: [rule] },
    { allowLoopback: true, readSecretFile: () => '' },
  );
  const settings = {
    env: { clock: undefined },
    alerting,
    watch: { ...WATCH_EVERYTHING, ...watch },
    sources: DEFAULT_SOURCES,
  };
  return () => checkWatchList(settings as unknown as Settings);
}

describe('a rule under the watch list', () => {
  it.each<[Record<string, unknown>, Partial<Watch>, RegExp]>([
    [{ types: ['p5*'] }, { types: ['trn1*'] }, /^rule "p5 moves" can match nothing: .*types/],
    [{ regions: ['us-west-2'] }, { regions: ['us-east-1'] }, /^rule "p5 moves" can match nothing: .*regions/],
    [{ product: 'Windows' }, {}, /^rule "p5 moves" can match nothing: .*products/],
  ])('%j is refused by its name where only %j is watched', (when, watch, line) => {
    expect(check(when, watch)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(line) }),
    );
  });

  it.each<[Record<string, unknown>, Partial<Watch>]>([
    [{ types: ['p5*', 'g6*'] }, { types: ['*.48xlarge'] }],
    [{ types: ['p5.48xlarge'] }, {}],
    [{ regions: ['us-west-2', 'us-east-1'] }, { regions: ['us-east-1'] }],
    [{}, { types: ['trn1*'], regions: ['us-east-1'] }],
    [{ product: 'Windows' }, { products: ['Linux/UNIX', 'Windows'] }],
  ])('%j is taken where %j is watched', (when, watch) => {
    expect(check(when, watch)).not.toThrow();
  });
});

describe('a rule about a Capacity Block', () => {
  const rule = (when: object) => ({
    name: 'eight boxes',
    kind: 'block-offer',
    channels: ['desk'],
    when: { type: 'p5.48xlarge', count: 8, duration: '21d', ...when },
  });
  const asksOf = (when: object) => {
    const desk = { name: 'desk', kind: 'slack', webhookUrl: 'http://127.0.0.1:1/services/T1/B1/x' };
    const options = { allowLoopback: true, readSecretFile: () => '' };
    const { rules } = parseAlerting({ channels: [desk], rules: [rule(when)] }, options);
    return withAsksOfRules(DEFAULT_SOURCES, rules, Date.UTC(2026, 10, 25)).capacity.asks;
  };

  it('has that block asked for at every look', () => {
    expect(asksOf({ regions: ['us-east-2'] })).toEqual([
      {
        name: 'rule eight boxes',
        type: 'p5.48xlarge',
        count: 8,
        durationHours: 504,
        regions: ['us-east-2'],
      },
    ]);
  });

  it('whose window has passed asks no more, and does not keep the product from starting', () => {
    expect(asksOf({ startBefore: '2026-11-20' })).toEqual([]);
  });
});
