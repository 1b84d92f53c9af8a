export const FAULT_KINDS = [
  'throttle',
  'denied',
  'auth',
  'not-enabled',
  'opt-in',
  'status500',
  'status503',
  'status',
  'no-service',
  'html',
  'empty',
  'error-with-200',
  'renamed-set',
  'truncated',
  'cut',
  'reset',
  'hang',
  'drip',
  'same-token',
  'bad-timestamp',
  'bad-price',
  'empty-set',
  'duplicate-page',
  'empty-page',
  'delay',
  'frozen-feed',
  'quota-error',
  'metric-status',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** `ec2`, `pricing`, `servicequotas`, `cloudwatch`, `savingsplans`, `sagemaker`, `spot-advisor`, `sts`, `slack`; absent members match everything. */
  readonly service?: string;
  readonly action?: string;
  readonly region?: string;
  /** How many requests it hits; 1 unless told, Infinity allowed. */
  readonly times?: number;
  /** How many matching requests pass first. */
  readonly skip?: number;
  /** Only every nth matching request. */
  readonly every?: number;
  /** The malformed text of `bad-price` and `bad-timestamp`; the README says what it is to `quota-error` and `metric-status`. */
  readonly value?: string;
  /** Waits this long before anything else; with `delay` that is the whole fault. */
  readonly ms?: number;
  /** For `status`, and for Slack's `throttle`: null leaves Retry-After out. */
  readonly status?: number;
  readonly body?: string;
  readonly retryAfter?: string | null;
}

export interface Target {
  readonly service: string;
  readonly action: string;
  readonly region: string;
}

export interface Chosen {
  readonly delayMs: number;
  readonly fault: Fault | undefined;
}

export interface AddedFault {
  /** Requests hit so far. */
  readonly hits: number;
  remove(): void;
}

class Pending implements AddedFault {
  hits = 0;
  readonly fault: Fault;
  readonly #remove: (own: Pending) => void;
  #seen = 0;

  constructor(fault: Fault, remove: (own: Pending) => void) {
    this.fault = fault;
    this.#remove = remove;
  }

  remove(): void {
    this.#remove(this);
  }

  takes(target: Target): boolean {
    const { service, action, region, times = 1, skip = 0, every = 1 } = this.fault;
    if (service !== undefined && service !== target.service) return false;
    if (action !== undefined && action !== target.action) return false;
    if (region !== undefined && region !== target.region) return false;
    if (this.hits >= times) return false;
    this.#seen += 1;
    if (this.#seen <= skip || (this.#seen - skip) % every !== 0) return false;
    this.hits += 1;
    return true;
  }
}

/** The faults waiting to happen. The first that matches a request is its fault; delays add to it. */
export class Faults {
  #pending: Pending[] = [];

  add(fault: Fault): AddedFault {
    const pending = new Pending(fault, (own) => {
      this.#pending = this.#pending.filter((other) => other !== own);
    });
    this.#pending.push(pending);
    return pending;
  }

  clear(): void {
    this.#pending = [];
  }

  list(): readonly Fault[] {
    return this.#pending.map((pending) => pending.fault);
  }

  choose(target: Target): Chosen {
    let delayMs = 0;
    for (const pending of this.#pending) {
      if (!pending.takes(target)) continue;
      delayMs += pending.fault.ms ?? (pending.fault.kind === 'delay' ? 1000 : 0);
      if (pending.fault.kind !== 'delay') return { delayMs, fault: pending.fault };
    }
    return { delayMs, fault: undefined };
  }
}
