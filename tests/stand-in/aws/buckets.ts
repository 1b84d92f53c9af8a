import { inOwnWords } from './error-words.ts';
import { AwsError } from './errors.ts';
import type { AwsRequest } from './request.ts';

export interface BucketSize {
  readonly burst: number;
  readonly perSecond: number;
}

// docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html, non-mutating actions;
// and the Price List Query API quotas.
const EC2: BucketSize = { burst: 100, perSecond: 20 };
const PRICING: BucketSize = { burst: 10, perSecond: 5 };

/** Service Quotas: 10 per second and operation (facts/aws-apis.md 8.1); the others publish nothing, these are gentle guesses. */
const SIZES: Readonly<Record<string, BucketSize>> = {
  pricing: PRICING,
  servicequotas: { burst: 10, perSecond: 10 },
  cloudwatch: { burst: 50, perSecond: 50 },
  savingsplans: { burst: 10, perSecond: 5 },
  sagemaker: { burst: 10, perSecond: 2 },
  'spot-advisor': { burst: 100, perSecond: 100 },
};

export class TokenBucket {
  readonly #size: BucketSize;
  readonly #clock: () => number;
  #tokens: number;
  #at: number;

  constructor(size: BucketSize, clock: () => number) {
    this.#size = size;
    this.#clock = clock;
    this.#tokens = size.burst;
    this.#at = clock();
  }

  take(): boolean {
    const now = this.#clock();
    this.#tokens = Math.min(
      this.#size.burst,
      this.#tokens + ((now - this.#at) / 1000) * this.#size.perSecond,
    );
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

export const throttled = (request: Pick<AwsRequest, 'protocol' | 'service'>): AwsError =>
  inOwnWords(request.service, 'throttled') ??
  (request.protocol === 'json'
    ? new AwsError('ThrottlingException', 'Rate exceeded', 400)
    : new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503));

/** One bucket per account, region and action, on real time whatever the market's clock says. */
export class Buckets {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  check(request: AwsRequest): void {
    const size = SIZES[request.service] ?? EC2;
    const key = `${request.credentials?.accountId} ${request.region} ${request.service} ${request.action}`;
    if (!this.bucket(key, size).take()) throw throttled(request);
  }

  bucket(key: string, size: BucketSize): TokenBucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    const bucket = new TokenBucket(size, this.#clock);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
