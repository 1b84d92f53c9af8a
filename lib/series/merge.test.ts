import { describe, expect, test } from 'vitest';
import { mergeAnswer } from './merge.ts';

const point = (at: number, value: number | null) => ({ at, value });
const record = (at: number, value: number) => ({ at, value });

describe('what an answer does to the points of a series', () => {
  test('a price that AWS repeats is a confirmation, not a change', () => {
    const merged = mergeAnswer(
      [],
      { records: [record(0, 5), record(24, 5), record(30, 7)], from: 0, to: 40 },
      false,
    );
    expect(merged.points).toEqual([point(0, 5), point(30, 7)]);
  });

  test('a record from before the stretch is kept only where the store knows no better', () => {
    const fresh = mergeAnswer([], { records: [record(3, 5)], from: 10, to: 20 }, false);
    expect(fresh.points).toEqual([point(3, 5)]);
    const known = mergeAnswer([point(1, 5)], { records: [record(3, 5)], from: 10, to: 20 }, false);
    expect(known).toMatchObject({ upserts: [], deletes: [] });
  });

  test('a repeat that stood in for a change goes when the change becomes known', () => {
    const merged = mergeAnswer(
      [point(48, 5)],
      { records: [record(0, 5), record(24, 5), record(48, 5)], from: 0, to: 50 },
      true,
    );
    expect(merged).toEqual({ upserts: [point(0, 5)], deletes: [48], points: [point(0, 5)] });
  });

  test('a price that came back after an end is a change, even if it is the same', () => {
    const merged = mergeAnswer(
      [point(0, 5), point(10, null)],
      { records: [record(0, 5), record(20, 5)], from: 10, to: 30 },
      false,
    );
    expect(merged.points.at(-1)).toEqual(point(20, 5));
  });

  test('an end noted where AWS says that the price was in force was one missing answer', () => {
    const merged = mergeAnswer(
      [point(0, 5), point(10, null)],
      { records: [record(0, 5)], from: 20, to: 30 },
      false,
    );
    expect(merged).toMatchObject({ deletes: [10], points: [point(0, 5)] });
  });

  test('a stretch that ends where older knowledge begins closes a series that was not there then', () => {
    const merged = mergeAnswer([], { records: [record(3, 5)], from: 0, to: 10 }, true);
    expect(merged.points).toEqual([point(3, 5), point(10, null)]);
    const open = mergeAnswer([], { records: [record(3, 5)], from: 0, to: 10 }, false);
    expect(open.points).toEqual([point(3, 5)]);
  });

  test('the same answer twice changes nothing the second time', () => {
    const answer = { records: [record(0, 5), record(24, 5), record(30, 7)], from: 10, to: 40 };
    const { points } = mergeAnswer([], answer, false);
    expect(mergeAnswer(points, answer, false)).toEqual({ upserts: [], deletes: [], points });
  });

  test('a record that AWS corrects replaces the price on record', () => {
    const merged = mergeAnswer([point(5, 9)], { records: [record(5, 8)], from: 0, to: 10 }, false);
    expect(merged.upserts).toEqual([point(5, 8)]);
  });
});
