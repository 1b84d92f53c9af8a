import { describe, expect, test } from 'vitest';
import type { Span } from './coverage.ts';
import { type Answer, mergeAnswer } from './merge.ts';
import type { TimedValue } from './timeline.ts';

const point = (at: number, value: number | null) => ({ at, value });
const record = (at: number, value: number) => ({ at, value });

type Said = Pick<Answer, 'records' | 'from' | 'to'> & Partial<Answer>;

function fold(existing: TimedValue[], said: Said, coverage: Span[] = []) {
  return mergeAnswer(existing, { complete: true, provesAbsence: true, ...said }, coverage);
}

describe('what an answer does to the points of a series', () => {
  test('a price that AWS repeats is a confirmation, not a change', () => {
    const merged = fold([], { records: [record(0, 5), record(24, 5), record(30, 7)], from: 0, to: 40 });
    expect(merged.points).toEqual([point(0, 5), point(30, 7)]);
  });

  test('a record from before the stretch is a hint, kept where no answer has covered it', () => {
    const said = { records: [record(3, 5)], from: 10, to: 20 };
    expect(fold([], said).points).toEqual([point(3, 5)]);
    expect(fold([point(1, 5)], said, [{ from: 0, to: 5 }])).toMatchObject({ upserts: [], deletes: [] });
    expect(fold([point(1, 5)], said).points).toEqual([point(1, 5), point(3, 5)]);
  });

  test('a repeat that stood in for a change goes when the change becomes known', () => {
    const said = { records: [record(0, 5), record(24, 5), record(48, 5)], from: 0, to: 50 };
    expect(fold([point(48, 5)], said, [{ from: 50, to: 60 }])).toEqual({
      upserts: [point(0, 5)],
      deletes: [48],
      points: [point(0, 5)],
    });
  });

  test('a price that came back after an end is a change, even if it is the same', () => {
    const said = { records: [record(0, 5), record(20, 5)], from: 10, to: 30 };
    expect(fold([point(0, 5), point(10, null)], said, [{ from: 0, to: 10 }]).points.at(-1)).toEqual(
      point(20, 5),
    );
  });

  test('an end noted where AWS says that the price was in force was one missing answer', () => {
    const said = { records: [record(0, 5)], from: 20, to: 30 };
    const merged = fold([point(0, 5), point(10, null)], said, [{ from: 0, to: 25 }]);
    expect(merged).toMatchObject({ deletes: [10], points: [point(0, 5)] });
  });

  test('a stretch that ends where newer knowledge begins closes a series that was not there then', () => {
    const said = { records: [record(3, 5)], from: 0, to: 10 };
    expect(fold([], said, [{ from: 10, to: 10 }]).points).toEqual([point(3, 5), point(10, null)]);
    expect(fold([], said).points).toEqual([point(3, 5)]);
  });

  test('a price that is not given as in force at the start was over by then', () => {
    const said = { records: [record(15, 7)], from: 10, to: 20 };
    const seen = [point(0, 5), point(5, 6)];
    expect(fold(seen, said, [{ from: -1, to: 6 }]).points).toEqual([...seen, point(10, null), point(15, 7)]);
    const atTheHorizon = fold(seen, { ...said, provesAbsence: false }, [{ from: -1, to: 6 }]);
    expect(atTheHorizon.points).toEqual([...seen, point(15, 7)]);
  });

  test('an answer with holes adds what it brings and takes nothing away', () => {
    const stored = [point(0, 5), point(10, 6), point(15, 5)];
    const said = { records: [record(0, 5), record(15, 5), record(18, 9)], from: 5, to: 20, complete: false };
    expect(fold(stored, said, [{ from: 0, to: 16 }])).toEqual({
      upserts: [point(18, 9)],
      deletes: [],
      points: [...stored, point(18, 9)],
    });
  });

  test('the same answer twice changes nothing the second time', () => {
    const said = { records: [record(0, 5), record(24, 5), record(30, 7)], from: 10, to: 40 };
    const { points } = fold([], said);
    expect(fold(points, said, [{ from: 10, to: 40 }])).toEqual({ upserts: [], deletes: [], points });
  });

  test('a record that AWS corrects replaces the price on record', () => {
    const merged = fold([point(5, 9)], { records: [record(5, 8)], from: 0, to: 10 }, [{ from: 0, to: 10 }]);
    expect(merged.upserts).toEqual([point(5, 8)]);
  });
});
