import { type Bucket, makeBucket, takeToken } from './bucket.ts';
import { type Rate, SLOWEST_PER_SECOND } from './rates.ts';

/** A bucket that slows down when AWS says no, and finds its way back to its own rate. Times in ms. */
export type AdaptiveBucket = { bucket: Bucket; full: Rate };

/** A twentieth of the full rate for each call that went well: ten good calls make up for one refusal. */
const RECOVERY = 0.05;

export function makeAdaptive(full: Rate, now: number): AdaptiveBucket {
  return { bucket: makeBucket(full.burst, full.perSecond, now), full };
}

/** Takes one token, in advance if need be; `waitMs` is how long the caller has to wait for it. */
export function take(
  { bucket, full }: AdaptiveBucket,
  now: number,
): { next: AdaptiveBucket; waitMs: number } {
  const taken = takeToken(bucket, now);
  return { next: { bucket: taken.bucket, full }, waitMs: taken.waitMs };
}

/** Takes tokens for calls that were made without asking; who comes next waits for them. */
export function charge(adaptive: AdaptiveBucket, calls: number, now: number): AdaptiveBucket {
  let charged = adaptive;
  for (let call = 0; call < calls; call++) charged = take(charged, now).next;
  return charged;
}

/** After a refusal: nothing is left in the bucket, and it fills at half the rate. */
export function slowDown({ bucket, full }: AdaptiveBucket, now: number): AdaptiveBucket {
  const perSecond = Math.max(Math.min(SLOWEST_PER_SECOND, full.perSecond), bucket.perSecond / 2);
  return {
    bucket: { ...bucket, perSecond, tokens: Math.min(0, bucket.tokens), at: Math.max(now, bucket.at) },
    full,
  };
}

/** After an answer: a step back towards the full rate. */
export function speedUp({ bucket, full }: AdaptiveBucket): AdaptiveBucket {
  if (bucket.perSecond >= full.perSecond) return { bucket, full };
  const perSecond = Math.min(full.perSecond, bucket.perSecond + RECOVERY * full.perSecond);
  return { bucket: { ...bucket, perSecond }, full };
}
