import { expect, test } from 'vitest';
import { isOwnHost } from './host-guard.ts';

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:3000', '[::1]', '[::1]:49152'])(
  '%s is this machine',
  (host) => {
    expect(isOwnHost(host)).toBe(true);
  },
);

test.each([
  '',
  'rebind.example',
  'rebind.example:3000',
  'localhost.evil.example',
  '127.0.0.1.evil.example:3000',
  'evil.example:127.0.0.1',
  'user@localhost',
  '127.0.0.1:3000:1',
  '127.1',
  '0.0.0.0:3000',
  '[::1].evil.example',
  '::1',
])('%j is not', (host) => {
  expect(isOwnHost(host)).toBe(false);
});
