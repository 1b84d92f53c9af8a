import type { PublishedSet } from '#jobs/pipeline/types.ts';
import type { Alerting } from '#lib/config/alerting.ts';
import type { MemoryDesk } from './memory-desk.ts';
import type { Call } from './receivers.ts';
import type { Mood, Script, Settings, Step } from './script.ts';

/** A step and the wall clock at which it happened; `quiet` steps were added so that everything comes to its end. */
export type Happened = { step: Step; at: number };
export type Played = {
  history: Happened[];
  calls: Call[];
  log: string[];
  waiting: number;
  replays: number;
  deaths: number;
};

/** A running process: once it has died, nothing of it reaches the database or a receiver any more. */
export type Life = {
  /** The real instant at which something is due again, or that it died over it. */
  deliverDue(mood: Mood): Promise<number | undefined | 'died'>;
  die(): void;
};

/** Everything that a trace moves. */
export type World = {
  desk: MemoryDesk;
  script: Script;
  random: () => number;
  now: number;
  /** The furthest that the wall clock has been. */
  latest: number;
  monotonic: number;
  step: number;
  settings: Settings;
  alerting: Alerting;
  life: Life;
  sets: PublishedSet[];
} & Played;
