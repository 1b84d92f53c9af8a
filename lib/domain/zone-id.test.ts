import { expect, test } from 'vitest';
import { isZoneId } from './zone-id.ts';

test.each(['use1-az4', 'usw2-lax1-az1', 'use1-atl2-az1', 'use1-wl1-bos-wlz1', 'apne1-az4'])(
  '%s is a zone ID',
  (text) => expect(isZoneId(text)).toBe(true),
);

test.each(['us-east-1a', 'us-east-1', 'us-east-1-atl-2a', '', 'use1-az', 'USE1-AZ4'])(
  '%j is none: a name differs from account to account',
  (text) => expect(isZoneId(text)).toBe(false),
);
