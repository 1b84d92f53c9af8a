import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseAlerting } from '#lib/config/alerting.ts';
import { EXAMPLE } from './example.ts';

test('the example that people copy is one that works', () => {
  const read = parseAlerting(parse(EXAMPLE), {
    allowLoopback: false,
    readSecretFile: () => 'https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx',
  });
  expect(read.channels.map((channel) => channel.name)).toEqual(['ops']);
  expect(read.rules.map((rule) => rule.kind)).toEqual(['spot-price-move', 'desk-health']);
});
