import type { ChannelKind } from '../types.ts';
import { classify } from './classify.ts';
import { addressSchema, hint } from './config.ts';
import { render } from './render.ts';

export const slack = {
  kind: 'slack',
  label: 'Slack',
  addressField: 'webhookUrl',
  addressSchema,
  fields: [
    {
      name: 'webhookUrl',
      label: 'Webhook URL',
      hint: 'an incoming webhook: https://hooks.slack.com/services/T…/B…/…',
      secret: true,
    },
  ],
  paceMs: 1100,
  hint,
  render,
  classify,
} satisfies ChannelKind;
