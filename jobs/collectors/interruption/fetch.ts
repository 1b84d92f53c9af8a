import { createHash } from 'node:crypto';
import type { FeedSeen } from '#lib/interruption/feed.ts';
import { SchemaError } from '../../aws/errors.ts';

/** The file has been around two megabytes for years; whatever is much longer is another one. */
const MOST_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 20_000;

/** An answer of the bucket that is not the file; `name` is its own code where it gives one. */
class FeedError extends Error {
  readonly $metadata: { httpStatusCode: number };

  constructor(status: number, body: string) {
    super(`the Spot Advisor's file was answered with status ${status}`);
    this.name = /<Code>(\w{1,60})<\/Code>/.exec(body)?.[1] ?? 'FeedError';
    this.$metadata = { httpStatusCode: status };
  }
}

/**
 * Reads the public file of interruption rates; nothing that identifies the account is sent.
 * @throws FeedError, SchemaError, and what the connection throws
 */
export async function fetchFeed(
  url: string,
  signal: AbortSignal,
  limit = MOST_BYTES,
): Promise<FeedSeen & { text: string }> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const answer = await fetch(url, { signal: bounded, redirect: 'manual' });
    const text = await readBounded(answer, limit);
    if (answer.status >= 300 && answer.status < 400)
      throw new SchemaError(`the answer (${answer.status}) leads to another address`);
    if (answer.status !== 200) throw new FeedError(answer.status, text);
    const modified = Date.parse(answer.headers.get('last-modified') ?? '');
    return {
      text,
      hash: createHash('sha256').update(text).digest('hex'),
      etag: answer.headers.get('etag'),
      modifiedAt: Number.isNaN(modified) ? null : modified,
    };
  } catch (error) {
    // What went wrong on the way is in the cause: the error itself says no more than "fetch failed".
    throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  }
}

async function readBounded(answer: Response, limit: number): Promise<string> {
  if (answer.body === null) throw new SchemaError('the answer has no body');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw new SchemaError(`the answer is longer than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
