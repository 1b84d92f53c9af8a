import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { deskBand } from './band.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const facts = { lastRunAt: NOW - MINUTE, asOf: NOW - 4 * MINUTE, refused: null, silenceMs: 15 * MINUTE };
const REFUSED = 'AWS refuses the credentials in every region';

test('a desk that is well says nothing, nor does one that has not begun', () => {
  expect(deskBand(facts, NOW)).toBeUndefined();
  expect(deskBand({ ...facts, lastRunAt: null, asOf: null }, NOW)).toBeUndefined();
  expect(deskBand({ ...facts, asOf: null }, NOW)).toBeUndefined();
});

test('F63: a page that is left open says by itself that the jobs are down, and how old its data is', () => {
  expect(deskBand(facts, NOW + 14 * MINUTE)?.headline).not.toContain('down');
  expect(deskBand(facts, NOW + 15 * MINUTE)?.headline).toBe(
    'The jobs are down: none has begun for 16 min. Prices are 19 min old.',
  );
});

test('a worker that runs and gets no prices is told apart from one that is gone', () => {
  expect(deskBand({ ...facts, asOf: NOW - 2 * HOUR }, NOW)).toEqual({
    headline: 'Prices are 2 h old: no look at them has been complete since.',
    advice: 'The cause is on Health',
  });
});

test('what the desk itself knows leads over the age that comes of it', () => {
  expect(deskBand({ ...facts, asOf: NOW - 2 * HOUR, refused: REFUSED }, NOW)?.headline).toBe(
    `${REFUSED}. Prices are 2 h old.`,
  );
});
