import type { Faults } from './faults/fault.ts';

export interface RecordedRequest {
  /** Real epoch milliseconds of arrival. */
  readonly at: number;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly params: Readonly<Record<string, string>>;
  /** 0 until answered, and for ever when no answer was given. */
  status: number;
}

export interface ReceivedSlackMessage {
  /** Real epoch milliseconds of arrival. */
  readonly at: number;
  /** `/services/T…/B…/…`. */
  readonly path: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type SourceOption = { kind: 'replay'; dir: string } | { kind: 'market'; seed: number };

export interface StandInOptions {
  source: SourceOption;
  /** The market's now in epoch milliseconds; real time unless told. */
  now?: () => number;
  port?: number;
  pageSize?: number;
  throttle?: boolean;
  /** The clock of the token buckets, milliseconds: a market that runs faster than life is throttled at its own speed. Real time unless told. */
  bucketNow?: () => number;
  scenario?: string;
  historyDays?: number;
}

export interface StandIn {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** The newest 10,000, oldest first. */
  readonly requests: RecordedRequest[];
  /** Calls the token buckets rejected so far, by "account region service action". */
  rejections(): Readonly<Record<string, number>>;
  /** The messages Slack would show: accepted ones, whether or not the sender learned of it. Newest 1,000. */
  readonly slack: ReceivedSlackMessage[];
  setNow(now: () => number): void;
  close(): Promise<void>;
}
