import { z } from 'zod';
import { DAY, HOUR } from '#lib/domain/time.ts';
import type { Notice } from './notice.ts';
import type { Matchers } from './silence.ts';

/** What the link in a message may silence: nothing but what the message is about, and not for ever. Product time. */
export type Snooze = {
  matchers: Matchers;
  /** The first letters of the notice it stands in. */
  notice: string;
  /** The link is worth nothing afterwards. */
  until: number;
};

/** How long after its news a link may be used. */
const LINK_LASTS_MS = 3 * DAY;

/** For how long somebody may want to hear nothing of it, milliseconds; the first is what most people mean. */
export const SNOOZE_FOR = [4 * HOUR, HOUR, DAY] as const;

const payload = z.strictObject({
  m: z.record(z.string().min(1), z.string().min(1)),
  n: z.string().max(16),
  u: z.int().positive(),
});

/** The news of a beginning, or a reminder of it, may be snoozed; undefined for any other. */
export function snoozeOf(notice: Notice, noticeId: string): Snooze | undefined {
  if (notice.kind !== 'firing' && notice.kind !== 'reminder' && notice.kind !== 'flapping') return undefined;
  const types = new Set(notice.members.map(({ facts }) => facts.type));
  const [type] = types;
  const isOne = notice.memberCount === notice.members.length && types.size === 1;
  const matchers = {
    rule: notice.ruleName,
    ...(isOne && type !== undefined && type !== '' ? { type } : {}),
    ...(notice.region === null ? {} : { region: notice.region }),
  };
  return { matchers, notice: noticeId.slice(0, 8), until: notice.createdAt + LINK_LASTS_MS };
}

/** The text that is signed. */
export function snoozeText({ matchers, notice, until }: Snooze): string {
  return JSON.stringify({ m: matchers, n: notice, u: until });
}

/** What a signed text asks for; undefined for one of another form. */
export function readSnoozeText(text: string): Snooze | undefined {
  try {
    const { m, n, u } = payload.parse(JSON.parse(text));
    return { matchers: m, notice: n, until: u };
  } catch {
    return undefined;
  }
}
