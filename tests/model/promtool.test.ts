import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { advance, freshState } from '#lib/alerts/lifecycle.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { randomFrom } from '../stand-in/hash.ts';

/**
 * With one evaluation to resolve, no clear threshold and nothing unknown, alerts are to fire and resolve in the very
 * minutes in which Prometheus' own do. Debian's promtool is the judge.
 */

const PROMTOOL = '/usr/bin/promtool';
const TRACES = 300;
const MINUTES = 40;
const FORS = [0, 1, 2, 5, 9];
const KEEPS = [0, 1, 3, 7];

type Trace = { id: number; forMin: number; keepMin: number; holds: boolean[] };

const run = promisify(execFile);
const ruleOf = ({ forMin, keepMin }: Trace) => `for${forMin}keep${keepMin}`;

/** Runs of true and false of random length: coin flips would hardly ever hold for nine minutes. */
function randomTraces(seed: number): Trace[] {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: TRACES }, (_, id) => {
    const holds: boolean[] = [];
    let now = random() < 0.5;
    while (holds.length < MINUTES) {
      const length = 1 + Math.floor(random() * pick([2, 5, 14]));
      for (let minute = 0; minute < length && holds.length < MINUTES; minute++) holds.push(now);
      now = !now;
    }
    return { id, forMin: pick(FORS), keepMin: pick(KEEPS), holds };
  });
}

/** In which minutes chipdesk says that the alert fires; recovering is still firing, as it is for Prometheus. */
function firingMinutes({ forMin, keepMin, holds }: Trace): boolean[] {
  let state = freshState(0);
  return holds.map((is, minute) => {
    const timing = { now: minute * MINUTE, intervalMs: MINUTE, resolveEvals: 1 };
    const step = advance(
      state,
      { is: is ? 'true' : 'false' },
      { ...timing, forMs: forMin * MINUTE, keepFiringMs: keepMin * MINUTE },
    );
    state = step.next;
    return state.phase === 'firing' || state.phase === 'cooling';
  });
}

function rulesOf(traces: readonly Trace[]) {
  const rules = new Map(
    traces.map((trace) => [
      ruleOf(trace),
      {
        alert: ruleOf(trace),
        expr: `x{rule="${ruleOf(trace)}"} > 0`,
        for: `${trace.forMin}m`,
        keep_firing_for: `${trace.keepMin}m`,
      },
    ]),
  );
  return { groups: [{ name: 'differential', interval: '1m', rules: [...rules.values()] }] };
}

function expectationsOf(traces: readonly Trace[], firing: ReadonlyMap<number, boolean[]>) {
  const names = [...new Set(traces.map(ruleOf))];
  return Array.from({ length: MINUTES }, (_, minute) =>
    names.map((name) => ({
      eval_time: `${minute}m`,
      alertname: name,
      exp_alerts: traces
        .filter((trace) => ruleOf(trace) === name && firing.get(trace.id)?.[minute])
        .map((trace) => ({ exp_labels: { rule: name, trace: String(trace.id) } })),
    })),
  ).flat();
}

/** What promtool has to say: nothing where it agrees in every minute of every trace. */
async function judge(traces: readonly Trace[], firing: ReadonlyMap<number, boolean[]>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'chipdesk-promtool-'));
  try {
    writeFileSync(join(folder, 'rules.yml'), stringify(rulesOf(traces)));
    const input_series = traces.map((trace) => ({
      series: `x{rule="${ruleOf(trace)}", trace="${trace.id}"}`,
      values: trace.holds.map((is) => (is ? '1' : '0')).join(' '),
    }));
    const alert_rule_test = expectationsOf(traces, firing);
    const tests = [{ interval: '1m', input_series, alert_rule_test }];
    const file = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests };
    writeFileSync(join(folder, 'test.yml'), stringify(file));
    return await run(PROMTOOL, ['test', 'rules', 'test.yml'], { cwd: folder, maxBuffer: 64_000_000 }).then(
      ({ stdout }) => (stdout.includes('SUCCESS') ? '' : stdout),
      (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`.slice(0, 4000),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!existsSync(PROMTOOL))('beside promtool (skipped where it is not installed)', () => {
  const traces = randomTraces(20_261_126);
  const firing = new Map(traces.map((trace) => [trace.id, firingMinutes(trace)]));

  test(`${TRACES} random traces fire and resolve in the same minutes`, async () => {
    expect([...firing.values()].flat().filter(Boolean).length).toBeGreaterThan(2000);
    expect(await judge(traces, firing)).toBe('');
  });

  test('a single minute that is wrong is noticed', async () => {
    const [first] = traces.filter((trace) => firing.get(trace.id)?.includes(true));
    if (first === undefined) throw new Error('no trace fires');
    const wrong = (firing.get(first.id) ?? []).map((is, minute, all) =>
      minute === all.lastIndexOf(true) ? !is : is,
    );
    expect(await judge(traces, new Map(firing).set(first.id, wrong))).toContain(`trace="${first.id}"`);
  });
});
