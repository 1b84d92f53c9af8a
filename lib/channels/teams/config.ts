import type { z } from 'zod';
import { webhookAddress } from '../webhook-address.ts';

/** Power Automate's hosts; the query carries the signature, so it is part of the address. */
const FORM = {
  place:
    /^[a-z0-9.-]+\.(logic\.azure\.com|api\.powerplatform\.com|webhook\.office\.com)(:443)?\/[\w./@%-]{8,500}$/,
  query: /^\?[\w.=&%~/+-]{1,800}$/,
  accepted:
    'WEBHOOK_ADDRESS_BLOCKED: must be https, a workflow’s address at logic.azure.com or api.powerplatform.com',
};

export const addressSchema = (options: { allowLoopback: boolean }): z.ZodType<string> =>
  webhookAddress(FORM, options);

/** prod-12.westeurope.logic.azure.com/…: the host alone, as path and query open it. */
export function hint(address: string): string {
  return `${new URL(address).host}/…`;
}
