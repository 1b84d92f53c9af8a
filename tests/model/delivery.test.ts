import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import { openMemoryDesk } from './memory-desk.ts';
import { play } from './play.ts';
import { scriptOf } from './script.ts';

test('probe', async () => {
  const desk = openMemoryDesk();
  const t = process.hrtime.bigint();
  const from = Number(process.env.FROM ?? 1), count = Number(process.env.COUNT ?? 100);
  let bad = 0; const kinds = new Map<string, number[]>();
  let judgeMs = 0n;
  for (let seed = from; seed < from + count; seed++) {
    const script = scriptOf(seed);
    const p = await play(desk, script);
    const j = process.hrtime.bigint();
    const problems = judge(script, p);
    judgeMs += process.hrtime.bigint() - j;
    if (problems.length > 0) {
      bad++;
      const k = problems[0]!.replace(/^[^:]*: /, '').slice(0, 40).replace(/[0-9a-f]{8}/, '');
      kinds.set(k, [...(kinds.get(k) ?? []), seed]);
      if (process.env.SHOW) {
        process.stdout.write(`SEED ${seed}\n${problems.join('\n')}\n`);
        process.stdout.write(`${JSON.stringify({ kept: script.kept, first: script.first })}\n`);
        p.history.forEach((h, i) => process.stdout.write(`${i} ${new Date(h.at).toISOString().slice(11, 19)} ${JSON.stringify(h.step)}\n` + p.calls.filter((c) => c.step === i).map((c) => `      ${new Date(c.at).toISOString().slice(11, 19)} ${c.channel} ${c.answer} ${c.noted} ${c.channel === 'desk' ? c.body.slice(0, 330).replace(/"blocks.*(notice \w+).*/, '$1') : ((b) => `${b.rule.name} ${b.kind} ${b.noticeId.slice(0, 8)} ${b.mayRepeat} ${JSON.stringify((b.members ?? []).map((m: any) => [m.facts.zoneId, m.facts.value, m.fired?.value]))} later ${JSON.stringify((b.later ?? []).map((l: any) => [l.kind, ...l.members.map((m: any) => [m.facts.zoneId, m.facts.value, m.fired?.value])]))}`)(JSON.parse(c.body))}\n`).join('')));
      }
    }
  }
  process.stdout.write(`${Number(process.hrtime.bigint() - t) / 1e6} ms (judge ${judgeMs / 1000000n}), bad ${bad}\n`);
  for (const [k, seeds] of [...kinds].sort((a, b) => b[1].length - a[1].length)) process.stdout.write(`${seeds.length} ${k} [${seeds.slice(0, 8)}]\n`);
  expect(1).toBe(1);
});
