import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { AT } from '#tests/helpers/block-offer.ts';
import * as words from './words.ts';

test('says what a block really delivers, not what was asked', () => {
  const startAt = Date.UTC(2026, 9, 6, 19, 8);
  const short = { startAt, endAt: Date.UTC(2026, 9, 8, 11, 30), durationHours: 48 };
  expect(words.deliveredWords(short)).toBe('40.4 of 48 h');
  expect(words.deliveredWords({ startAt, endAt: startAt + 48 * HOUR, durationHours: 48 })).toBe('48 h');
});

test('writes fees to the cent, and whole ones without cents', () => {
  expect([64_512_000_000, 996_672_000].map(words.feeWords)).toEqual(['$64,512', '$996.67']);
});

test('says how long there is to wait, and names the year only when it is another one', () => {
  const inWords = (ms: number) => words.startsIn(AT + ms, AT).replaceAll('\u00a0', ' ');
  expect([0, 40 * MINUTE, 7.5 * HOUR, 5.1 * DAY].map(inWords)).toEqual([
    'now',
    'in 40 min',
    'in 7.5 h',
    'in 5.1 d',
  ]);
  expect(words.shortInstant(Date.UTC(2026, 11, 1, 11, 30), AT)).toBe('1 Dec 11:30');
  expect(words.shortInstant(Date.UTC(2027, 0, 1, 11, 30), AT)).toBe('1 Jan 2027 11:30');
});

test('gives every state words of its own', () => {
  const states = [
    'value',
    'none',
    'not_sold',
    'region_disabled',
    'denied',
    'throttled',
    'failed',
    'never',
    'not_asked',
    'no_quota',
  ];
  const said = states.map((state) => words.stateWords(state as words.PlaceState));
  expect(new Set(said).size).toBe(states.length);
});

test('tells a place that never answered from one that was never asked', () => {
  const tried = { lastLookAt: AT - 4 * MINUTE, lastCompleteAt: null };
  expect(words.lookedWords(tried, AT)).toBe('tried 4 min ago, never answered');
  expect(words.lookedWords({ lastLookAt: null, lastCompleteAt: null }, AT)).toBe('never looked at');
});
