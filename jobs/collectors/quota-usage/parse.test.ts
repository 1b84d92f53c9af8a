import { describe, expect, test } from 'vitest';
import { addResult, type MetricAnswer, usedOf } from './parse.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute));

function told(...pages: object[]) {
  const answers = new Map<string, MetricAnswer>();
  for (const page of pages) addResult(answers, { Id: 'q0', Timestamps: [], Values: [], ...page });
  return usedOf('L-417A185B', answers.get('q0'));
}

describe('the use of a quota', () => {
  test('is the newest point, in whatever order they come', () => {
    const points = { StatusCode: 'Complete', Timestamps: [at(3), at(5), at(4)], Values: [96, 384, 192] };
    expect(told(points)).toEqual({ code: 'L-417A185B', outcome: 'value', value: 384 });
  });

  test('is zero where a complete answer has no point: the metric does not exist while nothing is used', () => {
    expect(told({ StatusCode: 'Complete' })).toMatchObject({ outcome: 'value', value: 0 });
  });

  test.each([
    ['InternalError', 'failed'],
    ['PartialData', 'failed'],
    ['Forbidden', 'denied'],
    ['SomethingNew', 'failed'],
    [undefined, 'failed'],
  ])('is not zero where the status is %s', (StatusCode, outcome) => {
    expect(told({ StatusCode })).toEqual({ code: 'L-417A185B', outcome });
  });

  test('is not zero where the answer leaves the metric out', () => {
    expect(usedOf('L-417A185B', undefined)).toMatchObject({ outcome: 'failed' });
  });

  test('runs on over the end of a page', () => {
    const first = { StatusCode: 'PartialData', Timestamps: [at(5)], Values: [384] };
    const last = { StatusCode: 'Complete', Timestamps: [at(4)], Values: [96] };
    expect(told(first, last)).toMatchObject({ outcome: 'value', value: 384 });
  });

  test('is not known where a point cannot be read, and later pages do not mend that', () => {
    const broken = { StatusCode: 'PartialData', Timestamps: [at(5)], Values: ['abc'] };
    expect(told(broken, { StatusCode: 'Complete' })).toMatchObject({ outcome: 'failed' });
    expect(told({ StatusCode: 'Complete', Timestamps: [at(5)], Values: [] })).toMatchObject({
      outcome: 'failed',
    });
  });

  test('never rounds a part of a vCPU away', () => {
    expect(told({ StatusCode: 'Complete', Timestamps: [at(5)], Values: [95.2] })).toMatchObject({
      value: 96,
    });
  });
});
