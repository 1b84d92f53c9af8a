import { setMaxListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { type GateTime, gateFor, makeGate } from './gate.ts';
import type { ApiCall } from './meter.ts';

const BLOCKS: ApiCall = { service: 'ec2', action: 'DescribeCapacityBlockOfferings', region: 'us-east-1' };
const never = new AbortController().signal;
setMaxListeners(0, never);

/** Time that passes only by waiting for a token. */
function handTime() {
  let now = 0;
  const time: GateTime = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  return { time, now: () => now };
}

const throttled = () =>
  Promise.reject(Object.assign(new Error('limit'), { name: 'CapacityBlockDescribeLimitExceeded' }));

describe('the gate before AWS', () => {
  test('lets a burst of five Capacity Block calls through and then one in ten seconds', async () => {
    const { time, now } = handTime();
    const gate = makeGate(time);
    const at: number[] = [];
    for (let i = 0; i < 7; i++) await gate.call(BLOCKS, never, async () => at.push(now()));
    expect(at).toEqual([0, 0, 0, 0, 0, 10_000, 20_000]);
  });

  test('slows an action down in its own region when AWS refuses it, and no other', async () => {
    const { time, now } = handTime();
    const gate = makeGate(time);
    await expect(gate.call(BLOCKS, never, throttled)).rejects.toThrow('limit');
    const before = now();
    await gate.call(BLOCKS, never, async () => {});
    expect(now() - before).toBe(20_000);
    const other = now();
    await gate.call({ ...BLOCKS, region: 'us-west-2' }, never, async () => {});
    await gate.call({ ...BLOCKS, action: 'DescribeRegions' }, never, async () => {});
    expect(now()).toBe(other);
  });

  test('has one call in flight per service and region, and six overall', async () => {
    const gate = makeGate(handTime().time);
    const regions = Array.from({ length: 10 }, (_, index) => `region-${index}`);
    const finish: (() => void)[] = [];
    const flying = new Set<string>();
    let most = 0;
    const calls = regions.flatMap((region) =>
      ['DescribeRegions', 'DescribeInstanceTypes'].map((action) =>
        gate.call({ service: 'ec2', action, region }, never, async () => {
          expect(flying.has(region)).toBe(false);
          flying.add(region);
          most = Math.max(most, flying.size);
          await new Promise<void>((resolve) => finish.push(resolve));
          flying.delete(region);
        }),
      ),
    );
    let done = 0;
    const all = Promise.all(calls.map((call) => call.then(() => done++)));
    while (done < calls.length) {
      finish.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await all;
    expect(most).toBe(6);
  });

  test('a call that waits for its token leaves its region open to other actions', async () => {
    let release = () => {};
    const time: GateTime = { now: () => 0, sleep: () => new Promise((resolve) => (release = resolve)) };
    const gate = makeGate(time);
    for (let i = 0; i < 5; i++) await gate.call(BLOCKS, never, async () => {});
    const waiting = gate.call(BLOCKS, never, async () => 'late');
    expect(await gate.call({ ...BLOCKS, action: 'DescribeRegions' }, never, async () => 'now')).toBe('now');
    release();
    expect(await waiting).toBe('late');
  });

  test('one that is told to stop while it waits in a lane never calls, and the next one goes on', async () => {
    const gate = makeGate(handTime().time);
    const what: ApiCall = { service: 'ec2', action: 'DescribeRegions', region: 'us-east-1' };
    let finish = () => {};
    const first = gate.call(what, never, () => new Promise<void>((resolve) => (finish = resolve)));
    const stop = new AbortController();
    let called = false;
    const second = gate.call(what, stop.signal, async () => {
      called = true;
    });
    const third = gate.call(what, never, async () => 'third');
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error('stopped'));
    await expect(second).rejects.toThrow('stopped');
    finish();
    await first;
    expect(await third).toBe('third');
    expect(called).toBe(false);
  });

  test('charges the tries that the SDK adds by itself: the rate holds whatever it repeats', async () => {
    const { time, now } = handTime();
    const gate = makeGate(time);
    const broken = () =>
      Promise.reject(Object.assign(new Error('500'), { name: 'InternalError', $metadata: { attempts: 3 } }));
    for (let i = 0; i < 4; i++) await gate.call(BLOCKS, never, broken).catch(() => {});
    // Twelve tries were made: five of the burst, the others at a tenth a second.
    await gate.call(BLOCKS, never, async () => {});
    expect(now()).toBe(80_000);
  });

  test('gives the place of a call back that does not end when it is told to', async () => {
    const gate = makeGate(handTime().time);
    const stop = new AbortController();
    const what: ApiCall = { service: 'ec2', action: 'DescribeRegions', region: 'us-east-1' };
    const stuck = gate.call(what, stop.signal, () => new Promise(() => {}));
    const next = gate.call(what, never, async () => 'next');
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error('deadline'));
    await expect(stuck).rejects.toThrow('deadline');
    expect(await next).toBe('next');
  });

  test('counts a call that is under way while the use is read', async () => {
    const gate = makeGate(handTime().time);
    let answer = () => {};
    const call = gate.call(BLOCKS, never, () => new Promise<void>((resolve) => (answer = resolve)));
    await new Promise((resolve) => setImmediate(resolve));
    gate.drain();
    answer();
    await call;
    expect(gate.drain()).toMatchObject([{ calls: 1 }]);
  });

  test('counts calls, refusals and waits by action and region, each try of the SDK as a call', async () => {
    const gate = makeGate(handTime().time);
    for (let i = 0; i < 6; i++)
      await gate.call(BLOCKS, never, async () => ({ $metadata: { attempts: i === 0 ? 3 : 1 } }));
    await gate.call(BLOCKS, never, throttled).catch(() => {});
    expect(gate.drain()).toEqual([{ ...BLOCKS, calls: 9, throttled: 1, waitedMs: 40_000, perSecond: 0.05 }]);
    expect(gate.drain()).toEqual([]);
  });

  test('lets spot prices pass a sweep of a thousand calls that AWS keeps waiting', async () => {
    const gate = makeGate(handTime().time);
    const answers: (() => void)[] = [];
    const waits = () => new Promise<void>((resolve) => answers.push(resolve));
    const sweeping = gateFor(gate, 'last');
    const sweep = Array.from({ length: 1000 }, (_, i) =>
      sweeping.call({ ...BLOCKS, region: `region-${i % 20}` }, never, waits),
    );
    const hurried = gateFor(gate, 'first');
    const what: ApiCall = { service: 'ec2', action: 'DescribeSpotPriceHistory', region: 'elsewhere-1' };
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toHaveLength(4);
    expect(await hurried.call(what, never, async () => 'at once')).toBe('at once');

    // In a region whose own sweep waits for its turn as well; and where it has it, the very next turn.
    expect(await hurried.call({ ...what, region: 'region-9' }, never, async () => 'at once')).toBe('at once');
    const same = hurried.call({ ...what, region: 'region-0' }, never, async () => 'next');
    await new Promise((resolve) => setImmediate(resolve));
    answers.shift()?.();
    expect(await same).toBe('next');

    let done = 0;
    for (const call of sweep) call.then(() => done++);
    while (done < sweep.length) {
      answers.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
