import { expect, test } from 'vitest';
import { judgeTraces, SLOW_MS } from './traces.ts';

test(
  'receivers get what is owed to them: the second 2,500 of 10,000 random traces',
  async () => {
    expect(await judgeTraces(2501)).toBe('');
  },
  SLOW_MS,
);
