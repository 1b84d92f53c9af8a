import { expect, test } from 'vitest';
import { looksAccelerated } from './families.ts';

test.each(['p7.48xlarge', 'trn3.48xlarge', 'g8.xlarge', 'gr7.4xlarge', 'inf3.xlarge', 'p6-b300.48xlarge'])(
  '%s looks like an accelerator type, described or not',
  (type) => expect(looksAccelerated(type)).toBe(true),
);

test.each(['m8g.xlarge', 'c7gn.large', 'r8g.metal', 'u7i-12tb.224xlarge', 't4g.nano', 'hpc7g.16xlarge'])(
  '%s does not',
  (type) => expect(looksAccelerated(type)).toBe(false),
);
