import { readSnoozeText, type Snooze, snoozeText } from '#lib/alerts/snooze.ts';
import { readSigned, signText } from './signed-text.ts';

export function snoozeToken(key: Buffer, snooze: Snooze): string {
  return signText(key, snoozeText(snooze));
}

/** What a token allows; undefined where it was not signed with this key, or cannot be read. */
export function readSnoozeToken(key: Buffer, token: string): Snooze | undefined {
  const text = readSigned(key, token);
  return text === undefined ? undefined : readSnoozeText(text);
}
