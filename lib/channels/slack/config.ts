import type { z } from 'zod';
import { webhookAddress } from '../webhook-address.ts';

const PATH = `/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]+$`;
const FORM = {
  place: new RegExp(`^hooks\\.slack\\.com${PATH}`),
  loopbackPath: new RegExp(`^${PATH}`),
  accepted: 'SLACK_URL: must be https, host exactly hooks.slack.com, path /services/T…/B…/…',
};

/** A Slack incoming webhook. */
export const addressSchema = (options: { allowLoopback: boolean }): z.ZodType<string> =>
  webhookAddress(FORM, options);

/** hooks.slack.com/services/T…/…ab12: enough to recognise, too little to use. */
export function hint(address: string): string {
  const url = new URL(address);
  return `${url.host}/services/T…/…${url.pathname.slice(-4)}`;
}
