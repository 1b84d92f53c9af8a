import { describe, expect, it } from 'vitest';
import type { Secret } from '#lib/domain/secret.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { parseAlerting } from './alerting.ts';

const URL_TEXT = 'https://hooks.slack.com/services/T0001/B0002/topsecret1234';
const HMAC = 'topsecret'.repeat(4);
const OPTIONS = {
  allowLoopback: false,
  readSecretFile: (path: string) => {
    if (path === '/run/slack') return `${URL_TEXT}\n`;
    if (path === '/run/hmac') return `${HMAC}\n`;
    if (path === '/run/wrong') return 'https://evil.example/services/T1/B1/topsecret\n';
    throw new Error(`ENOENT: ${path}`);
  },
};
const desk = { name: 'desk', kind: 'slack', webhookUrl: URL_TEXT };
const hook = { name: 'hook', kind: 'webhook', url: 'https://hooks.example.com/topsecret', secret: HMAC };
const manager = { name: 'am', kind: 'alertmanager', url: 'http://10.0.0.7:9093' };
const p5 = { name: 'p5', kind: 'spot-price-move', channels: ['desk'], when: { moves: { percent: 10 } } };

describe('a good configuration', () => {
  it('is empty when nothing is said', () => {
    expect(parseAlerting(undefined, OPTIONS)).toEqual({
      channels: [],
      rules: [],
      isUnwritten: true,
      routes: [],
      warnings: [],
      digests: [],
    });
    expect(parseAlerting({}, OPTIONS).rules).toEqual([]);
  });

  it('gives rules their defaults and wraps the address', () => {
    const { channels, rules, warnings } = parseAlerting({ channels: [desk], rules: [p5] }, OPTIONS);
    expect(channels[0]?.address.reveal()).toBe(URL_TEXT);
    expect(JSON.stringify(channels)).not.toContain('topsecret');
    expect(rules[0]).toEqual({
      name: 'p5',
      kind: 'spot-price-move',
      severity: 'normal',
      channels: ['desk'],
      forMs: 0,
      keepFiringMs: 15 * MINUTE,
      resolveEvals: 2,
      repeatMs: 0,
      params: {
        types: [],
        regions: [],
        zones: [],
        product: 'Linux/UNIX',
        moves: { percent: 10, within: '24h', direction: 'either' },
      },
    });
    expect(warnings).toEqual([]);
  });

  it('reads an address from a file, without its last newline', () => {
    const { channels } = parseAlerting(
      { channels: [{ name: 'desk', kind: 'slack', webhookUrlFile: '/run/slack' }] },
      OPTIONS,
    );
    expect(channels[0]?.address.reveal()).toBe(URL_TEXT);
  });

  it('takes a second secret as it takes an address, wrapped, from a file too', () => {
    const { secret: _, ...rest } = hook;
    for (const channel of [hook, { ...rest, secretFile: '/run/hmac' }]) {
      const { channels } = parseAlerting({ channels: [channel] }, OPTIONS);
      expect((channels[0]?.options?.secret as Secret | undefined)?.reveal()).toBe(HMAC);
      expect(channels[0]?.reach).toEqual({ private: false, loopback: false });
      expect(JSON.stringify(channels)).not.toContain('topsecret');
    }
  });

  it('opens private networks for the one channel that asks for it', () => {
    const { channels } = parseAlerting({ channels: [{ ...manager, allowPrivate: true }, hook] }, OPTIONS);
    expect(channels.map(({ reach }) => reach?.private)).toEqual([true, false]);
  });

  it('knows the address of PagerDuty unless told another', () => {
    const pager = { name: 'pager', kind: 'pagerduty', routingKey: 'R'.repeat(32) };
    const { channels } = parseAlerting({ channels: [pager] }, OPTIONS);
    expect(channels[0]?.options).toEqual({ eventsUrl: 'https://events.pagerduty.com/v2/enqueue' });
    expect(channels[0]?.reach).toBeUndefined();
  });

  it('warns when two channels lead to the same place', () => {
    const { warnings } = parseAlerting({ channels: [desk, { ...desk, name: 'wall' }] }, OPTIONS);
    expect(warnings).toEqual(['channels desk and wall have the same address: messages would arrive twice']);
  });
});
