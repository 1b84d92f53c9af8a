import { classifyFailure, classifyStatus, pauseOf } from '../answer.ts';
import type { ChannelKind, Classification, SendResult } from '../types.ts';
import { ALLOW_PRIVATE, hostHint, userAddress } from '../user-address.ts';
import { render } from './render.ts';

export const alertmanager = {
  kind: 'alertmanager',
  label: 'Prometheus Alertmanager',
  addressField: 'url',
  addressSchema: (options) => userAddress({ isBase: true }, options),
  isUserChosen: true,
  fields: [
    {
      name: 'url',
      label: 'Base address',
      hint: 'such as https://alertmanager.example.com, without /api/v2/alerts',
      secret: true,
    },
    ALLOW_PRIVATE,
  ],
  asksForEpisodes: true,
  paceMs: 1100,
  hint: hostHint,
  render,
  classify,
} satisfies ChannelKind;

/** 200 is success, and 400 an alert that it does not take; a 404 is another program, or a wrong base address. */
function classify(result: SendResult): Classification {
  if ('failure' in result) return classifyFailure(result);
  return classifyStatus(result.status, pauseOf(result.retryAfter));
}
