import { CHANNEL_KINDS } from './index.ts';
import type { ChannelField } from './types.ts';

export type ChannelForm = { kind: string; label: string; fields: readonly ChannelField[] };

/** What a form has to ask for, kind by kind, beside the name. */
export function channelForms(): ChannelForm[] {
  return Object.values(CHANNEL_KINDS).map(({ kind, label, fields }) => ({ kind, label, fields }));
}
