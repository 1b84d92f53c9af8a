import type { ChannelKind } from '../types.ts';
import { classify } from './classify.ts';
import { addressSchema, hint } from './config.ts';
import { render } from './render.ts';

export const teams = {
  kind: 'teams',
  label: 'Microsoft Teams',
  addressField: 'webhookUrl',
  addressSchema,
  fields: [
    {
      name: 'webhookUrl',
      label: 'Webhook URL',
      hint: 'of a workflow “Post to a channel when a webhook request is received”',
      secret: true,
    },
  ],
  paceMs: 1100,
  hint,
  render,
  classify,
} satisfies ChannelKind;
