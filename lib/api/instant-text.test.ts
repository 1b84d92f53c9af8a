import { expect, it } from 'vitest';
import { DAY, formatInstant } from '#lib/domain/time.ts';
import { instantText } from './instant-text.ts';

it('writes what formatInstant writes', () => {
  const start = Date.parse('2024-02-28T00:00:00Z');
  for (let i = 0; i < 5000; i++) {
    const at = start + i * 7_654_321;
    expect(instantText(at)).toBe(formatInstant(at));
    expect(instantText(at - (at % 1000))).toBe(formatInstant(at - (at % 1000)));
  }
  for (const at of [0, -1000, DAY - 1000, DAY]) expect(instantText(at)).toBe(formatInstant(at));
});
