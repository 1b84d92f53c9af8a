import type { Db } from '#db/client.ts';
import { listChannels } from '#db/queries/channels.ts';
import { listIssues, noteDigests } from '#db/queries/digest/issues.ts';
import { digestJob } from '#jobs/digest/index.ts';
import type { MailerOptions } from '#jobs/send/smtp.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import type { DigestPlan } from '#lib/digest/plan.ts';
import { dayOf, HOUR, MINUTE } from '#lib/domain/time.ts';
import { openAlertDesk } from './alert-desk.ts';
import { aType } from './market.ts';
import { leavesOf, type Part, readMail } from './mime.ts';
import { startSmtpSink } from './smtp-sink.ts';

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

/** The lowest price of each UTC day up to an instant, dollars; null where a pool had none that day. */
function aHistory(db: Db, seriesId: number, to: number, lowOf: (back: number) => number | null): void {
  const insert = db.sqlite.prepare(
    `INSERT OR REPLACE INTO rollup_day (series_id, day, mean, min, max, last, changes)
     VALUES (?, ?, ?, ?, ?, ?, 1)`,
  );
  for (let back = 89; back >= 0; back--) {
    const low = lowOf(back);
    const micro = low === null ? null : Math.round(low * 1e6);
    insert.run(seriesId, dayOf(to - 1) - back, micro, micro, micro, micro);
  }
}

export type Leaf = Part;

const TYPES = [
  'p4d.24xlarge',
  'p5en.48xlarge',
  'g6.48xlarge',
  'g5.48xlarge',
  'trn1.32xlarge',
  'inf2.48xlarge',
];

/** An issue on Monday about seven types with 90 days behind them; six moved, and had no price for a week of October. */
export async function mailedIssue(mailer: MailerOptions = {}, to = ['ada@example.com', 'bob@example.com']) {
  const sink = await startSmtpSink();
  const smtp = sink.settings({});
  const desk = await openDigestDesk([], { smtp, mailer, channels: [{ name: 'desk', kind: 'email', to }] });
  const due = desk.now() + 21 * HOUR;
  for (const [index, name] of TYPES.entries()) {
    aType(desk.db, name, name.split('.')[0]?.toUpperCase(), 8);
    const id = desk.pool(10 + index, { type: name });
    const isHole = (back: number) => back > 30 && back < 38;
    aHistory(desk.db, id, due, (back) => (isHole(back) ? null : 10 + index + ((back * 7) % 11) / 10));
    desk.price(id, (10 + index) * (1 + (index + 1) / 50));
  }
  aHistory(desk.db, desk.poolId, due, (back) => 38.2137 + (back % 5));
  noteDigests(desk.db, [plan({ channels: listChannels(desk.db).map(({ name }) => name) })], desk.now());
  desk.pass(21 * HOUR);
  await desk.ask();
  await desk.deliverFor(MINUTE);
  const mails = sink.received.map(({ raw }) => readMail(raw));
  return { desk, sink, mails, first: bodiesOf(mails[0]) };
}

/** What a reader gets of a mail. */
export function bodiesOf(mail: Part | undefined) {
  const leaves = mail === undefined ? [] : leavesOf(mail);
  const textOf = (type: string) => leaves.find((leaf) => leaf.type === type)?.body.toString() ?? '';
  return {
    headers: mail?.headers ?? new Map<string, string>(),
    text: textOf('text/plain'),
    html: textOf('text/html'),
    images: leaves.filter(({ type }) => type === 'image/png'),
  };
}
