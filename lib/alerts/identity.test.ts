import { expect, it } from 'vitest';
import { identityOf } from './identity.ts';

it('is the same text for the same labels in whatever order', () => {
  expect(identityOf({ b: '2', a: '1' })).toBe(identityOf({ a: '1', b: '2' }));
  expect(identityOf({ b: '2', a: '1' })).toBe('{"a":"1","b":"2"}');
});

it('tells labels apart whose joined texts are alike', () => {
  expect(identityOf({ a: '1","b":"2' })).not.toBe(identityOf({ a: '1', b: '2' }));
});
