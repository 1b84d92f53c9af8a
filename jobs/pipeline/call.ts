import type { ChannelKind, Classification, OutgoingRequest, SendResult } from '#lib/channels/types.ts';
import type { Send } from '../send/http.ts';

/** What came of a message; no result where nothing had to be sent. */
export type Called = { result: SendResult | undefined; answer: Classification };

/** A message's calls that have gone through: a pause in the midst of them must not begin them anew. */
export type PartsDone = { noticeId: string; parts: Set<string> };

/**
 * Makes the calls of one message in their order until one does not go through. `hasTime` says whether another may begin:
 * the lease of the message runs out.
 */
export async function callAll(
  requests: readonly OutgoingRequest[],
  send: Send,
  kind: ChannelKind,
  done: PartsDone,
  hasTime: () => boolean,
): Promise<Called> {
  let called: Called = { result: undefined, answer: { is: 'delivered' } };
  for (const request of requests) {
    if (request.part !== undefined && done.parts.has(request.part)) continue;
    if (!hasTime())
      return { ...called, answer: { is: 'retry', why: 'more calls to make', ambiguous: false } };
    const result = await send(request);
    called = { result, answer: kind.classify(result) };
    if (called.answer.is !== 'delivered') return called;
    if (request.part !== undefined) done.parts.add(request.part);
  }
  return called;
}
