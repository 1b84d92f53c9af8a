import { describe, expect, test } from 'vitest';
import { anyGlob, globTest, isTypeGlob } from './glob.ts';

describe('a pattern over instance types', () => {
  test.each([
    ['p5*', 'p5.48xlarge', true],
    ['p5*', 'p5en.48xlarge', true],
    ['p5*', 'p4d.24xlarge', false],
    ['p5.48xlarge', 'p5.48xlarge', true],
    ['p5.48xlarge', 'p5x48xlarge', false],
    ['p5.48xlarge', 'p5.48xlarge2', false],
    ['g6?.xlarge', 'g6e.xlarge', true],
    ['g6?.xlarge', 'g6.xlarge', false],
    ['p6-b*', 'p6-b200.48xlarge', true],
    ['*.48xlarge', 'trn2.48xlarge', true],
    ['*', 'inf2.xlarge', true],
  ])('%s on %s is %s', (glob, name, matches) => {
    expect(globTest(glob)(name)).toBe(matches);
  });

  test.each(['p5*', '*', 'p6-b200.48xlarge', 'g6?.xlarge', 'u7i-12tb.224xlarge'])('%s may be one', (text) => {
    expect(isTypeGlob(text)).toBe(true);
  });

  test.each(['', 'P5*', 'p5[a-z]', 'p5 *', 'p5,g6', '5.48', '(p5)', 'p5\n', '$', 'p5|g6', '..'])(
    '%j is none',
    (text) => {
      expect(isTypeGlob(text)).toBe(false);
    },
  );
});

test('an empty list matches everything, a list whatever one of it matches', () => {
  expect(anyGlob([])('m7i.large')).toBe(true);
  expect(anyGlob(['p5*', 'trn*'])('trn1.2xlarge')).toBe(true);
  expect(anyGlob(['p5*', 'trn*'])('inf1.xlarge')).toBe(false);
});
