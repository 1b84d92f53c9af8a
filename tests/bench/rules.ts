import { openDatabase, writeTransaction } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';
import { insertRule } from '#db/queries/rules.ts';
import { evaluateSet } from '#jobs/pipeline/evaluate.ts';
import { DAY } from '#lib/domain/time.ts';
import { paramsSchema } from '#lib/rules/spot-price-move/params.ts';
import { aPool, aSet, INTERVAL } from '../helpers/market.ts';
import { say } from './report.ts';

const RULES = 200;
const TYPES = 100;
const ZONES = 16;
const LOOKS = 5;
const START = Date.UTC(2026, 9, 5);

/** `npm run bench -- rules`: what evaluating every rule on a look costs, beside reading what they need once. */
export function runRules(path: string): void {
  createDatabase(path);
  const db = openDatabase(path, 'worker');
  writeTransaction(db, () => {
    for (let i = 0; i < RULES; i++) {
      const when = {
        types: ['p5*', 'g6*'],
        moves: { percent: 10 + (i % 7) },
        crosses: { usdPerHour: 40 + i },
      };
      const timing = { forMs: 0, keepFiringMs: 0, resolveEvals: 1, repeatMs: 0 };
      const told = { name: `rule ${i}`, severity: 'normal' as const, channels: [], origin: 'file' as const };
      insertRule(
        db,
        { ...told, ...timing, kind: 'spot-price-move', params: paramsSchema.parse(when) },
        START,
      );
    }
    for (let type = 0; type < TYPES; type++)
      for (let zone = 0; zone < ZONES; zone++)
        aPool(db, {
          type: `p5.${type}xlarge`,
          zoneId: `use1-az${zone}`,
          points: [[START - 40 * DAY, 30]],
        });
  });
  const ours = best(() => {
    const set = aSet(db, { at: START + ++looks * INTERVAL });
    return () => writeTransaction(db, () => evaluateSet(db, set));
  });
  const pools = db.sqlite.prepare("SELECT * FROM series WHERE kind = 'spot' AND region = 'us-east-1'");
  const before = db.sqlite.prepare(
    'SELECT s.id, (SELECT p.value FROM point p WHERE p.series_id = s.id AND p.at <= ? ORDER BY p.at DESC LIMIT 1) FROM series s',
  );
  const limit = best(() => () => {
    pools.all();
    before.all(START - DAY);
  });
  db.sqlite.close();
  const pairs = RULES * TYPES * ZONES;
  say(
    `${RULES} rules on ${TYPES * ZONES} pools: ${ours.toFixed(0)} ms a look, ${((ours * 1000) / pairs).toFixed(2)} µs for each rule and pool; reading the pools once ${limit.toFixed(1)} ms, ours ${(ours / limit).toFixed(0)} times that`,
  );
}

let looks = 0;

/** Milliseconds of the best of some runs; what `prepare` does is not timed. */
function best(prepare: () => () => unknown): number {
  const times = Array.from({ length: LOOKS }, () => {
    const work = prepare();
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...times);
}
