import { describe, expect, it } from 'vitest';
import { checkRegions, resolveTypes } from './names.ts';

const TYPES = new Set(['p5.48xlarge', 'p5.4xlarge', 'p5en.48xlarge', 'trn1.2xlarge']);

describe('resolveTypes', () => {
  it('unites names and globs, sorted and once each', () => {
    expect(resolveTypes(['trn1.2xlarge', 'p5.*', 'p5.48xlarge'], TYPES)).toEqual([
      'p5.48xlarge',
      'p5.4xlarge',
      'trn1.2xlarge',
    ]);
  });

  it('does not take a dot for any character', () => {
    expect(() => resolveTypes(['p5?48xlarg.'], TYPES)).toThrow('no known accelerator type matches');
  });

  it('refuses a glob that adds nothing although another entry does', () => {
    expect(() => resolveTypes(['p5*', 'zz*'], TYPES)).toThrow('no known accelerator type matches');
  });

  it('names the nearest type, or none when all are far', () => {
    expect(() => resolveTypes(['p5en.48xlage'], TYPES)).toThrow('did you mean p5en.48xlarge?');
    expect(() => resolveTypes(['m5'], TYPES)).toThrow(/of this name$/);
  });
});

describe('checkRegions', () => {
  it('names the nearest region', () => {
    expect(() => checkRegions(['us-east-1', 'us-esat-2'], new Set(['us-east-1', 'us-east-2']))).toThrow(
      'did you mean us-east-2?',
    );
  });
});
