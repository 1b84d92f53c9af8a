/** A token bucket as AWS throttles with: `burst` tokens at most, refilled at `perSecond`. Times in real ms. */
export type Bucket = { burst: number; perSecond: number; tokens: number; at: number };

export function makeBucket(burst: number, perSecond: number, now: number): Bucket {
  return { burst, perSecond, tokens: burst, at: now };
}

/** Takes one token, in advance if need be: the bucket after it, and how many ms the caller has to wait. */
export function takeToken(bucket: Bucket, now: number): { bucket: Bucket; waitMs: number } {
  const refilled = Math.min(
    bucket.burst,
    bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * bucket.perSecond,
  );
  const tokens = refilled - 1;
  const waitMs = tokens >= 0 ? 0 : Math.ceil((-tokens / bucket.perSecond) * 1000);
  return { bucket: { ...bucket, tokens, at: Math.max(now, bucket.at) }, waitMs };
}
