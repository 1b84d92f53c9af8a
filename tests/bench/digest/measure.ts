import { openDatabase } from '#db/client.ts';
import { makeDocument } from '#db/queries/digest/document.ts';
import { EVERYTHING } from '#lib/digest/plan.ts';
import { DAY } from '#lib/domain/time.ts';

/** One contestant in a process of its own: what it takes, how much memory more, and for how long nobody else is served. */
export type Cost = { ms: number; peakMb: number; blockedMs: number; rows: number };

const [name, path = '', at = ''] = process.argv.slice(2);
const to = Number(at);

const db = openDatabase(path, 'worker');
globalThis.gc?.();
const before = process.memoryUsage().rss;
const cost = await watched(name === 'desk' ? desk : plain);
db.sqlite.close();
process.send?.(cost);

/** As the job makes it. */
async function desk(): Promise<number> {
  const issue = { period: 'x', from: to - 7 * DAY, to };
  const { sections } = await makeDocument(db, EVERYTHING, issue, true);
  return sections.reduce((sum, { rows, hidden }) => sum + rows.length + hidden, 0);
}

/** The peer: the same roll-ups read once by a plain statement, and nothing made of them. */
async function plain(): Promise<number> {
  const last = Math.floor((to - 1) / DAY);
  const statement = db.sqlite.prepare(
    `SELECT s.instance_type, r.day, min(r.min) FROM series s CROSS JOIN rollup_day r
     ON r.series_id = s.id AND r.day BETWEEN ? AND ? WHERE s.kind = 'spot' GROUP BY 1, 2`,
  );
  return statement.raw(true).all(last - 89, last).length;
}

/** A timer that wants to be served every millisecond notes the longest that it had to wait. */
async function watched(work: () => Promise<number>): Promise<Cost> {
  let blockedMs = 0;
  let served = performance.now();
  const note = () => {
    const now = performance.now();
    blockedMs = Math.max(blockedMs, now - served);
    served = now;
  };
  const timer = setInterval(note, 1);
  const began = performance.now();
  const rows = await work();
  const ms = performance.now() - began;
  note();
  clearInterval(timer);
  // What the system has seen at the most, in KiB.
  const peakMb = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
  return { ms, peakMb, blockedMs, rows };
}
