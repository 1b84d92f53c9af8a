import type { Db } from '#db/client.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';

/** What was asked and what came of it, with every kind of trouble that a page has to show. */
export type LookOptions = { now: number; backfilledDays?: number };

const DENIED = new Set(['me-central-1']);
const NEVER = new Set(['il-central-1']);
const THROTTLED = new Set(['ap-south-1']);

/** Regions without a price on record. */
export const UNSEEN: ReadonlySet<string> = new Set([...DENIED, ...NEVER]);

export function seedTargets(db: Db, regions: readonly string[], options: LookOptions): void {
  const { now, backfilledDays = 90 } = options;
  const target = db.sqlite.prepare(
    `INSERT INTO target (collector, region, query_key, current, outcome, error_class, error_text, last_look_at, last_complete_at, failures_in_row, wanted_from)
     VALUES (?, ?, 'v1', 1, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const cover = db.sqlite.prepare('INSERT INTO coverage VALUES (?,?,?)');
  target.run('region', 'global', 'value', null, null, now - 3 * HOUR, now - 3 * HOUR, 0, null);
  target.run('on-demand-price', 'global', 'value', null, null, now - 7 * HOUR, now - 7 * HOUR, 0, null);
  for (const [index, region] of regions.entries()) {
    const state = spotState(region);
    const complete =
      state.outcome === 'value'
        ? now - (index % 5) * MINUTE - 20_000
        : state.completeAgo && now - state.completeAgo;
    target.run('instance-type', region, 'value', null, null, now - 2 * HOUR, now - 2 * HOUR, 0, null);
    const look = state.outcome === 'never' ? null : now - (index % 5) * MINUTE - 20_000;
    const id = target.run(
      'spot-price',
      region,
      state.outcome,
      state.errorClass,
      state.errorText,
      look,
      complete,
      state.completeAgo ? 4 : 0,
      now - 90 * DAY,
    ).lastInsertRowid;
    if (complete === null) continue;
    const reach = now - Math.min(90, backfilledDays + (index % 4) * 4) * DAY;
    if (region === 'us-east-1') {
      cover.run(id, now - 9 * DAY, complete);
      cover.run(id, reach, now - 11 * DAY);
    } else cover.run(id, reach, complete);
  }
}

type SpotState = {
  outcome: string;
  errorClass: string | null;
  errorText: string | null;
  completeAgo: number | null;
};

function spotState(region: string): SpotState {
  if (DENIED.has(region)) {
    return {
      outcome: 'denied',
      errorClass: 'permission',
      errorText:
        'ec2:DescribeSpotPriceHistory is not allowed. UnauthorizedOperation: no identity-based policy allows it',
      completeAgo: null,
    };
  }
  if (NEVER.has(region)) return { outcome: 'never', errorClass: null, errorText: null, completeAgo: null };
  if (THROTTLED.has(region)) {
    return {
      outcome: 'throttled',
      errorClass: 'throttle',
      errorText: 'RequestLimitExceeded: request rate exceeded',
      completeAgo: 42 * MINUTE,
    };
  }
  return { outcome: 'value', errorClass: null, errorText: null, completeAgo: null };
}

type End = { state: string; error: [string, string] | [null, null] };

function endOf(i: number): End {
  if (i === 0) return { state: 'running', error: [null, null] };
  if (i === 30)
    return { state: 'failed', error: ['network', 'getaddrinfo ENOTFOUND ec2.us-east-1.amazonaws.com'] };
  if (i % 9 === 4) return { state: 'partial', error: ['throttle', 'RequestLimitExceeded in ap-south-1'] };
  return { state: 'ok', error: [null, null] };
}

export function seedRuns(db: Db, now: number): void {
  const insert = db.sqlite.prepare(
    "INSERT INTO job_run VALUES (?, ?, ?, 'schedule', ?, ?, ?, ?, 4242, ?, ?, ?)",
  );
  for (let i = 0; i < 80; i++) {
    const slot = now - (now % (5 * MINUTE)) - i * 5 * MINUTE;
    const { state, error } = endOf(i);
    const counts = JSON.stringify({ targets: 22, items: 1702, changes: (i * 31) % 97 });
    const ended =
      state === 'running'
        ? [null, slot + 4 * MINUTE, null]
        : [slot + 4000 + ((i * 977) % 9000), slot + 4 * MINUTE, counts];
    const [finishedAt, deadlineAt, countsJson] = ended;
    insert.run(
      `run-${i}`,
      i % 12 === 7 ? 'instance-type' : 'spot-price',
      slot,
      state,
      slot,
      finishedAt,
      deadlineAt,
      countsJson,
      ...error,
    );
  }
}
