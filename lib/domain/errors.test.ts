import { expect, test } from 'vitest';
import { AppError, errorLine } from './errors.ts';

test('a refusal is one line: code, what is wrong, what came, what is accepted', () => {
  const error = new AppError('CONFIG_INVALID', 'that is\n  no port', {
    received: '70\n000',
    accepted: '1 to 65535',
  });
  expect(errorLine(error)).toBe(
    'CONFIG_INVALID: that is no port; received: "70\\n000"; accepted: 1 to 65535',
  );
});

test('what was received is cut to 80 characters', () => {
  const error = new AppError('CONFIG_INVALID', 'no', { received: 'x'.repeat(500) });
  expect(error.received).toBe(`${'x'.repeat(80)}…`);
});
