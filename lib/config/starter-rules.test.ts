import { describe, expect, it } from 'vitest';
import { parseAlerting } from './alerting.ts';

const URL_TEXT = 'https://hooks.slack.com/services/T0001/B0002/topsecret1234';

describe('a configuration with channels and no rules', () => {
  const channels = [{ name: 'desk', kind: 'slack', webhookUrl: URL_TEXT }];
  const options = { allowLoopback: false, readSecretFile: () => '' };

  it('has the starter rules and tells every channel', () => {
    const { rules } = parseAlerting({ channels }, options);
    expect(rules.map(({ kind }) => kind)).toContain('spot-price-move');
    expect(rules.at(-1)?.kind).toBe('desk-health');
    expect(rules.every((rule) => rule.channels.length === 1 && rule.params !== undefined)).toBe(true);
  });

  it('has none when that is written, or when nobody can be told', () => {
    expect(parseAlerting({ channels, rules: [] }, options).rules.map(({ kind }) => kind)).toEqual([
      'desk-health',
    ]);
    expect(parseAlerting({}, options).rules).toEqual([]);
  });
});
