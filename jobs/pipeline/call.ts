import type { ChannelKind, Classification, MailResult, Outgoing, SendResult } from '#lib/channels/types.ts';
import type { Send } from '../send/index.ts';

/** What came of a message; no result where nothing had to be sent. */
export type Called = { result: SendResult | MailResult | undefined; answer: Classification };

/** A message's calls that have gone through: a pause in the midst of them must not begin them anew. */
export type PartsDone = { noticeId: string; parts: Set<string> };

/**
 * Makes the calls of one message in their order until one does not go through. `hasTime` says whether another may begin:
 * the lease of the message runs out.
 */
export async function callAll(
  requests: readonly Outgoing[],
  send: Send,
  kind: ChannelKind,
  done: PartsDone,
  hasTime: () => boolean,
): Promise<Called> {
  let called: Called = { result: undefined, answer: { is: 'delivered' } };
  for (const request of requests) {
    const part = 'part' in request ? request.part : undefined;
    if (part !== undefined && done.parts.has(part)) continue;
    if (!hasTime())
      return { ...called, answer: { is: 'retry', why: 'more calls to make', ambiguous: false } };
    const result = await send(request);
    called = { result, answer: kind.classify(result) };
    if (called.answer.is !== 'delivered') return called;
    if (part !== undefined) done.parts.add(part);
  }
  return called;
}
