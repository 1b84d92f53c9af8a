import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { openDatabase } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';
import { bumpDataVersion } from '#db/queries/meta.ts';
import { buildIfNeeded } from '#jobs/build.ts';
import { DAY } from '#lib/domain/time.ts';
import { startStandIn } from '#tests/stand-in/index.ts';
import { launchChromium, type Seat } from './browser.ts';
import { temporaryFolder } from './database.ts';
import { openDesk } from './desk.ts';
import { freePort } from './port.ts';
import { EXACT_2021 } from './recorded.ts';
import { besideStandIn, eventually, startScript } from './running.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NEXT = 'node_modules/next/dist/bin/next';
/** Windows of the back-fill that 90 days take, and some to spare. */
const WINDOWS = 12;

/** When nobody looked: two days, which nothing fills up afterwards. */
export const UNSEEN = { from: Date.UTC(2021, 3, 10), to: Date.UTC(2021, 3, 12) };
/** The time of the pages. */
const SEEN_UNTIL = UNSEEN.to + 3 * 60 * 60 * 1000;

/** The real pages over what the real jobs took from the recording of 2021, with a hole in it; and a browser. */
export async function recordedPages(): Promise<Seat & { news: (ofPrice?: boolean) => void }> {
  const home = temporaryFolder();
  const path = join(home, 'chipdesk.db');
  createDatabase(path);
  await fill(path);
  await buildIfNeeded(ROOT, AbortSignal.timeout(240_000));
  const port = await freePort();
  const desk = `http://127.0.0.1:${port}`;
  const clock = { at: `${new Date(SEEN_UNTIL).toISOString()}@${Date.now()}`, speed: 1 };
  const web = startScript(
    NEXT,
    ['start', '-H', '127.0.0.1', '-p', String(port)],
    home,
    besideStandIn('http://127.0.0.1:9', path, clock),
  );
  onTestFinished(() => web.stop());
  await eventually(web, async () => ((await fetch(desk)).ok ? true : undefined));
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  return { browser, desk, news: (ofPrice) => tellNews(path, ofPrice) };
}

/** A look at prices that brought nothing, or a first price of before: open pages are told of it all the same. */
function tellNews(path: string, ofPrice = false): void {
  const db = openDatabase(path, 'worker');
  if (ofPrice) db.sqlite.prepare(A_CHANGE).run({ from: SHOWN.from, to: UNSEEN.from });
  db.sqlite.prepare("UPDATE target SET last_look_at = last_look_at + 1 WHERE collector = 'spot-price'").run();
  bumpDataVersion(db);
  db.sqlite.close();
}

/** One price of every pool is another one from now on, as when AWS tells something late. */
const A_CHANGE = `UPDATE point SET value = value + 10000 WHERE (series_id, at) IN (
  SELECT p.series_id, max(p.at) FROM point p JOIN series s ON s.id = p.series_id
  WHERE s.kind = 'spot' AND p.at > @from AND p.at < @to GROUP BY p.series_id)`;

async function fill(path: string): Promise<void> {
  let now = UNSEEN.from;
  const standIn = await startStandIn({
    ...{ source: { kind: 'replay' as const, dir: EXACT_2021 }, now: () => now, throttle: false },
  });
  const db = openDatabase(path, 'worker');
  const desk = openDesk({ url: standIn.url, now, db, watch: { products: ['Linux/UNIX'] } });
  await desk.run('spot-price');
  for (let window = 0; window < WINDOWS; window++) await desk.run('spot-history');
  for (now of [UNSEEN.to, SEEN_UNTIL]) {
    desk.setNow(now);
    await desk.run('spot-price');
  }
  db.sqlite.close();
  await standIn.close();
}

/** The range that a page of 30 days shows. */
export const SHOWN = { from: SEEN_UNTIL - 30 * DAY, to: SEEN_UNTIL };
