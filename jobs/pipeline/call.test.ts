import { expect, it } from 'vitest';
import { slack } from '#lib/channels/slack/index.ts';
import type { Outgoing, OutgoingRequest, SendResult } from '#lib/channels/types.ts';
import { Secret } from '#lib/domain/secret.ts';
import { callAll } from './call.ts';

const calls: OutgoingRequest[] = ['a', 'b', 'c'].map((part) => ({
  method: 'POST',
  url: new Secret('https://hooks.slack.com/services/T1/B1/x'),
  headers: {},
  body: part,
  part,
}));
const OK: SendResult = { status: 200, body: 'ok', retryAfter: undefined };

it('stops before the lease of the message runs out, and next time goes on where it was', async () => {
  const sent: string[] = [];
  const send = async (request: Outgoing) => {
    sent.push('body' in request ? request.body : 'mail');
    return OK;
  };
  const done = { noticeId: 'n', parts: new Set<string>() };
  const first = await callAll(calls, send, slack, done, () => sent.length < 2);
  expect(first.answer).toMatchObject({ is: 'retry', why: 'more calls to make' });
  expect(await callAll(calls, send, slack, done, () => true)).toEqual({
    result: OK,
    answer: { is: 'delivered' },
  });
  expect(sent).toEqual(['a', 'b', 'c']);
});

it('of no calls at all is a message that is told', async () => {
  const done = { noticeId: 'n', parts: new Set<string>() };
  const send = () => Promise.reject(new Error('called'));
  expect(await callAll([], send, slack, done, () => true)).toEqual({
    result: undefined,
    answer: { is: 'delivered' },
  });
});
