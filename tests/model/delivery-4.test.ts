import { expect, test } from 'vitest';
import { judgeTraces, SLOW_MS } from './traces.ts';

test(
  'receivers get what is owed to them: the fourth 2,500 of 10,000 random traces',
  async () => {
    expect(await judgeTraces(7501)).toBe('');
  },
  SLOW_MS,
);
