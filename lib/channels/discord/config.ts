import type { z } from 'zod';
import { webhookAddress } from '../webhook-address.ts';

const FORM = {
  place: /^(discord|discordapp)\.com\/api(\/v\d{1,2})?\/webhooks\/\d{5,25}\/[\w-]{10,200}$/,
  accepted: 'WEBHOOK_ADDRESS_BLOCKED: must be https, host exactly discord.com, path /api/webhooks/…/…',
};

export const addressSchema = (options: { allowLoopback: boolean }): z.ZodType<string> =>
  webhookAddress(FORM, options);

/** discord.com/api/webhooks/…/…ab12: enough to recognise, too little to use. */
export function hint(address: string): string {
  const url = new URL(address);
  return `${url.host}/api/webhooks/…/…${url.pathname.slice(-4)}`;
}
