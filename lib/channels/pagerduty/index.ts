import { z } from 'zod';
import type { ChannelKind } from '../types.ts';
import { webhookAddress } from '../webhook-address.ts';
import { classify } from './classify.ts';
import { render } from './render.ts';

const KEY = 'must be the integration key of an Events API v2 integration: 32 letters and digits';
const EVENTS_URL = {
  place: /^events(\.eu)?\.pagerduty\.com\/v2\/enqueue$/,
  loopbackPath: /^\/v2\/enqueue$/,
  accepted: 'must be https://events.pagerduty.com/v2/enqueue or https://events.eu.pagerduty.com/v2/enqueue',
};

export const pagerduty = {
  kind: 'pagerduty',
  label: 'PagerDuty',
  addressField: 'routingKey',
  addressSchema: () => z.string(KEY).regex(/^[A-Za-z0-9]{32}$/, KEY),
  optionsSchema: (options) =>
    z.object({
      eventsUrl: webhookAddress(EVENTS_URL, options).default('https://events.pagerduty.com/v2/enqueue'),
    }),
  fields: [
    {
      name: 'routingKey',
      label: 'Integration key',
      hint: 'of an Events API v2 integration: 32 letters and digits',
      secret: true,
    },
    {
      name: 'eventsUrl',
      label: 'Events address',
      hint: 'https://events.eu.pagerduty.com/v2/enqueue for an account in Europe',
      secret: false,
      isOptional: true,
    },
  ],
  // Each notice opens or closes an incident of its own.
  isOneByOne: true,
  asksForEpisodes: true,
  // PagerDuty takes 120 events a minute for a key.
  paceMs: 1100,
  hint: (key) => `events.pagerduty.com …${key.slice(-4)}`,
  render,
  classify,
} satisfies ChannelKind;
