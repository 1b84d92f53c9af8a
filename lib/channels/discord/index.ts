import type { ChannelKind } from '../types.ts';
import { classify } from './classify.ts';
import { addressSchema, hint } from './config.ts';
import { render } from './render.ts';

export const discord = {
  kind: 'discord',
  label: 'Discord',
  addressField: 'webhookUrl',
  addressSchema,
  fields: [
    {
      name: 'webhookUrl',
      label: 'Webhook URL',
      hint: 'a channel’s webhook: https://discord.com/api/webhooks/…/…',
      secret: true,
    },
  ],
  // Discord lets a webhook send five messages in two seconds and counts by channel besides.
  paceMs: 1100,
  hint,
  render,
  classify,
} satisfies ChannelKind;
