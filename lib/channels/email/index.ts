import { MINUTE } from '#lib/domain/time.ts';
import type { ChannelKind } from '../types.ts';
import { classify } from './classify.ts';
import { addressSchema, hint } from './config.ts';
import { render } from './render.ts';

export const email = {
  kind: 'email',
  label: 'E-mail',
  addressField: 'to',
  severalAddresses: true,
  transport: 'smtp',
  addressSchema,
  fields: [
    {
      name: 'to',
      label: 'To',
      hint: 'one address, or a list of them: each is sent a mail of its own',
      secret: false,
    },
  ],
  paceMs: 1100,
  callTimeoutMs: MINUTE,
  hint,
  render,
  classify,
} satisfies ChannelKind;
