import { listIssues, noteDigests } from '#db/queries/digest/issues.ts';
import { digestJob } from '#jobs/digest/index.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import type { DigestPlan } from '#lib/digest/plan.ts';
import { openAlertDesk } from './alert-desk.ts';
import { aType } from './market.ts';

/** Every Monday at 08:00, in UTC unless said. */
export const plan = (over: Partial<DigestPlan> = {}): DigestPlan => ({
  ...{ name: 'weekly', channels: ['desk'], every: 'week', day: 'monday' },
  ...{ at: { hour: 8, minute: 0 }, zone: 'UTC', types: [], regions: [] },
  ...over,
});

/** The rows of a part of an issue. */
export const sectionOf = ({ sections }: DigestDocument, title: string) =>
  sections.find((section) => section.title === title)?.rows.map(({ cells }) => cells) ?? [];

/** A desk with a channel, on which the digest job is asked as the scheduler asks it. */
export async function openDigestDesk(plans: DigestPlan[], setup: Parameters<typeof openAlertDesk>[0] = {}) {
  const desk = await openAlertDesk({ rules: [], ...setup });
  aType(desk.db);
  const poolId = desk.pool(38.2137);
  desk.look();
  noteDigests(desk.db, plans, desk.now());
  const context = {
    db: desk.db,
    clock: { now: desk.now, speed: 1 },
    simulated: false,
    log: { warn: () => {} },
  };
  const ask = async () => {
    if (digestJob.isDue?.(context as never) === true) await digestJob.run(context as never);
  };
  return {
    ...desk,
    poolId,
    ask,
    issues: () => listIssues(desk.db, 100).map(({ period, state }) => `${period} ${state}`),
  };
}
