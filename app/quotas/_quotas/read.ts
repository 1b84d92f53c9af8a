import type { Db } from '#db/client.ts';
import { listTargets } from '#db/queries/board.ts';
import {
  changedLimits,
  looksAt,
  quotaTypes,
  REQUESTS,
  readQuotaBook,
  soldOf,
} from '#db/queries/quota-book.ts';
import { listQuotaRequests } from '#db/queries/quota-requests.ts';
import { quotaGroup } from '#lib/catalogue/quotas.ts';
import type { QuotaState, RegionQuotas } from '#lib/quotas/book.ts';
import type { QuotaType } from '#lib/quotas/headroom.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Group, groupQuotas } from './groups.ts';
import { chosenType } from './params.ts';
import { type Timeline, timelineOf } from './timeline.ts';

/** A limit that has changed since we look, with all its values, oldest first. */
export type Change = {
  quota: QuotaState;
  points: TimedValue[];
  from: number | null;
  to: number | null;
  at: number;
};

export type QuotaPage = {
  book: RegionQuotas[];
  types: QuotaType[];
  type: QuotaType;
  answer: Answer;
  groups: Group[];
  timeline: Timeline;
  changes: Change[];
  /** Newest complete looks, and the newest error in AWS's words. */
  limitsAt: number | null;
  usedAt: number | null;
  errorText: string | null;
};

const DECIDED_SHOWN = 8;

/** Everything the page shows; undefined before there is a catalogue of types. */
export function readQuotaPage(
  db: Db,
  asked: string | string[] | undefined,
  now: number,
): QuotaPage | undefined {
  const types = quotaTypes(db).filter((type) => quotaGroup(type.family) !== undefined);
  const name = chosenType(
    asked,
    types.map((type) => type.name),
  );
  const type = types.find((one) => one.name === name);
  if (type === undefined) return undefined;
  const book = readQuotaBook(db);
  const sold = soldOf(db);
  const listed = looksAt(db, 'quota', REQUESTS);
  const listedAt = (region: string) => listed.get(region)?.lastCompleteAt ?? null;
  return {
    book,
    types,
    type,
    answer: answerOf(type, book, sold),
    groups: groupQuotas(book, type, sold),
    timeline: timelineOf(listQuotaRequests(db), listedAt, now, DECIDED_SHOWN),
    changes: changesOf(db, book),
    limitsAt: newest(book.map((region) => region.limits.lastCompleteAt)),
    usedAt: newest(book.map((region) => region.usage.lastCompleteAt)),
    errorText:
      listTargets(db, ['quota']).find((target) => target.errorClass === 'permission')?.errorText ?? null,
  };
}

function changesOf(db: Db, book: readonly RegionQuotas[]): Change[] {
  const quotas = new Map(
    book.flatMap((region) =>
      region.quotas.map((quota) => [`${region.region} ${quota.code}`, quota] as const),
    ),
  );
  return changedLimits(db)
    .flatMap(({ region, code, points }) => {
      const quota = quotas.get(`${region} ${code}`);
      const [before, last] = points.slice(-2);
      if (quota === undefined || before === undefined || last === undefined) return [];
      return [{ quota, points, from: before.value, to: last.value, at: last.at }];
    })
    .sort((a, b) => b.at - a.at);
}

function newest(instants: readonly (number | null)[]): number | null {
  return Math.max(0, ...instants.map((at) => at ?? 0)) || null;
}
