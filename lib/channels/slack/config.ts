import { z } from 'zod';

const PATH = /^\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/[A-Za-z0-9]+$/;
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?\//;
const ACCEPTED = 'must be https, host exactly hooks.slack.com, path /services/T…/B…/…';

/**
 * A Slack incoming webhook. Judged by its text, not only as a URL parser sees it: the parser forgives blanks,
 * control characters and other disguises. A simulated market may speak to a stand-in on this machine.
 */
export function addressSchema({ allowLoopback }: { allowLoopback: boolean }): z.ZodType<string> {
  const accepted = allowLoopback ? `${ACCEPTED} (or http on this machine with the same path)` : ACCEPTED;
  return z.string(accepted).refine((text) => isWebhook(text, allowLoopback), accepted);
}

function isWebhook(text: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.href !== text || !PATH.test(url.pathname)) return false;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  if (text === `https://hooks.slack.com${url.pathname}`) return true;
  return allowLoopback && LOOPBACK.test(text);
}

/** hooks.slack.com/services/T…/…ab12: enough to recognise, too little to use. */
export function hint(address: string): string {
  const url = new URL(address);
  return `${url.host}/services/T…/…${url.pathname.slice(-4)}`;
}
