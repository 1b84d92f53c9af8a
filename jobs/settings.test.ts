import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { standingQuestions } from '#lib/capacity/standing.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { parseConfigFile } from '#lib/config/file.ts';
import { asksOfRules } from '#lib/config/rule-asks.ts';
import { DEFAULT_SOURCES, parseSources } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING, type Watch } from '#lib/config/watch.ts';
import { checkWatchList, type Settings, withAsks } from './settings.ts';

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
  const NOW = Date.UTC(2026, 10, 25);
  const DESK = { name: 'desk', kind: 'slack', webhookUrl: 'http://127.0.0.1:1/services/T1/B1/x' };
  const settingsOf = (when: object) => {
    const options = { allowLoopback: true, readSecretFile: () => '' };
    const alerting = parseAlerting({ channels: [DESK], rules: [rule(when)] }, options);
    const sources = withAsks(DEFAULT_SOURCES, asksOfRules(alerting.rules));
    const env = { clock: { at: NOW, real: Date.now(), speed: 1 } };
    return { env, alerting, watch: WATCH_EVERYTHING, sources } as unknown as Settings;
  };
  const EAST = { region: 'us-east-2', types: ['p5.48xlarge'], ultraServers: [] };
  /** Whether its question is among those of the region, at a time. */
  const isAsked = (when: object, now = NOW) =>
    standingQuestions(EAST, settingsOf(when).sources.capacity, now).some(({ key }) =>
      key.startsWith('p5.48xlarge 8x504h'),
    );

  it('has exactly that block asked for, where it is about the region', () => {
    expect(isAsked({})).toBe(true);
    expect(isAsked({ regions: ['us-east-2'] })).toBe(true);
    expect(isAsked({ regions: ['us-west-2'] })).toBe(false);
  });

  it('whose window has passed asks no more, and does not keep the product from starting', () => {
    const when = { startBefore: '2026-11-20' };
    expect(isAsked(when)).toBe(false);
    expect(() => checkWatchList(settingsOf(when))).not.toThrow();
  });

  it('whose window AWS does not book yet waits for it, eight weeks before', () => {
    const when = { startAfter: '2027-03-01', startBefore: '2027-03-15' };
    expect(() => checkWatchList(settingsOf(when))).not.toThrow();
    expect(isAsked(when)).toBe(false);
    expect(isAsked(when, Date.UTC(2027, 0, 4))).toBe(true);
  });

  it('about a type that nobody sells, or a region that is not watched, is refused by its name', () => {
    const type = () => checkWatchList(settingsOf({ type: 'p5.48xlage' }));
    expect(type).toThrow(expect.objectContaining({ code: 'TYPE_UNKNOWN' }));
    const settings = settingsOf({ regions: ['us-west-2'] });
    const east = { ...settings, watch: { ...WATCH_EVERYTHING, regions: ['us-east-2'] } };
    expect(() => checkWatchList(east)).toThrow(/eight boxes/);
  });
});

/** What the files with secrets hold, by their name in the documentation. */
const SECRETS: Record<string, string> = {
  slack: 'https://hooks.slack.com/services/T0001/B0002/abcdefgh1234',
  pagerduty: 'R0123456789012345678901234567abc',
  'chipdesk-webhook': 's'.repeat(32),
  smtp: 'a password',
};

it('the configuration that the README shows is accepted as it stands', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n(regions:.*?)```/s.exec(readme) ?? [];
  const file = parseConfigFile(parse(text));
  const alerting = parseAlerting(file.alerting, {
    allowLoopback: false,
    readSecretFile: (path) => SECRETS[path.split('/').at(-1) ?? ''] ?? '',
  });
  const sources = withAsks(parseSources(file.sources), asksOfRules(alerting.rules));
  const watch = { regions: file.regions ?? [], types: file.types ?? [], products: file.products };
  const env = { clock: { at: Date.UTC(2026, 10, 26), real: Date.now(), speed: 1 } };
  const settings = { env, file, alerting, watch, sources } as unknown as Settings;
  expect(alerting.rules.map((one) => one.kind)).toContain('block-offer');
  expect(() => checkWatchList(settings)).not.toThrow();
});

it('the routes that the README shows are accepted with its channels, and a rule may leave channels to them', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, whole = ''] = /```yaml\n(regions:.*?)```/s.exec(readme) ?? [];
  const [, text = ''] = /```yaml\n(routes:.*?)```/s.exec(readme) ?? [];
  const { channels, smtp } = parse(whole) as Record<string, unknown>;
  const rules = [{ name: 'p5 moves', kind: 'spot-price-move', when: { moves: { percent: 10 } } }];
  const file = parseConfigFile({ channels, smtp, rules, ...parse(text) });
  const alerting = parseAlerting(file.alerting, {
    allowLoopback: false,
    readSecretFile: (path) => SECRETS[path.split('/').at(-1) ?? ''] ?? '',
  });
  expect(alerting.rules[0]).toMatchObject({ name: 'p5 moves', channels: [] });
  expect(alerting.routes.map((route) => route.channels[0])).toEqual([
    'on-call',
    'buyers: ada@example.com',
    'ml-capacity',
  ]);
  expect(alerting).toMatchObject({ fallback: 'ml-capacity', warnings: [] });
});

it('the channel that the page about webhooks shows is accepted as it stands', () => {
  const page = readFileSync(new URL('../docs/webhook.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const options = { allowLoopback: false, readSecretFile: () => SECRETS['chipdesk-webhook'] ?? '' };
  expect(parseAlerting(parse(text), options).channels).toMatchObject([{ kind: 'webhook' }]);
});
