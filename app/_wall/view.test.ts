import { expect, test } from 'vitest';
import { readWall } from './view.ts';

test('a wall shows every part for twenty seconds, or what its address asks for', () => {
  expect(readWall({})).toBeUndefined();
  expect(readWall({ wall: '0' })).toBeUndefined();
  expect(readWall({ wall: '1' })).toEqual({ parts: ['prices', 'blocks', 'alerts'], seconds: 20 });
  expect(readWall({ wall: '1', views: 'alerts,prices', every: '45' })).toEqual({
    parts: ['alerts', 'prices'],
    seconds: 45,
  });
});

test('what it does not know it leaves out, and it never flickers', () => {
  expect(readWall({ wall: '1', views: 'weather', every: '0.1' })).toEqual({
    parts: ['prices', 'blocks', 'alerts'],
    seconds: 5,
  });
  expect(readWall({ wall: '1', every: 'often' })?.seconds).toBe(20);
});
