import type { Db } from '#db/client.ts';
import { deskKey } from '#db/desk-key.ts';
import { readSnoozeToken } from '#db/snooze-token.ts';
import { SNOOZE_FOR, type Snooze } from '#lib/alerts/snooze.ts';
import { AppError } from '#lib/domain/errors.ts';
import { durationText, parseDuration } from '#lib/domain/time.ts';
import { getConfig } from './config.ts';
import { saveSilence } from './silence-routes.ts';
import type { WriteContext } from './write.ts';

/** What a link in a message allows, or that it is worth nothing any more. Product time. */
export type OpenedLink = { snooze: Snooze; isOver: boolean };

/** Undefined for a token that this desk has not signed. */
export function openLink(
  db: Db,
  token: string,
  now: number,
  keyFile = getConfig().keyFile,
): OpenedLink | undefined {
  const snooze = readSnoozeToken(deskKey(db.path, keyFile).subkey('snooze'), token);
  return snooze === undefined ? undefined : { snooze, isOver: snooze.until <= now };
}

/** POST /snooze: keeps news back of what the message was about, for one of a few spans. */
export function snooze({ body, around }: WriteContext, keyFile?: string) {
  const { token, for: lasts } = body as { token?: unknown; for?: unknown };
  const now = around.clock().now();
  const db = around.db();
  const opened = typeof token === 'string' ? openLink(db, token, now, keyFile) : undefined;
  // Not echoed: whoever has it may use it.
  if (opened === undefined)
    throw new AppError('LINK_INVALID', 'this link was not made by this desk, or was cut on its way', {
      field: 'token',
      accepted: 'the whole link of a message',
    });
  if (opened.isOver)
    throw new AppError('LINK_OVER', 'this link was good for three days and is over', {
      field: 'token',
      accepted: 'a silence made on the Silences page',
    });
  const lastsMs = SNOOZE_FOR.find((ms) => ms === parseDuration(String(lasts)));
  if (lastsMs === undefined)
    throw new AppError('SILENCE_INVALID', 'a link silences for one of a few spans', {
      field: 'for',
      received: String(lasts),
      accepted: SNOOZE_FOR.map(durationText).join(', '),
    });
  const { matchers, notice } = opened.snooze;
  const silence = {
    matchers,
    author: 'a reader of the message',
    comment: `by the link in notice ${notice}`,
    createdAt: now,
    startsAt: now,
    endsAt: now + lastsMs,
  };
  return saveSilence(db, silence, now);
}
