import type { ChannelConfig } from '#lib/channels/types.ts';

/** What works for one channel. */
export type Lane = {
  readonly channel: ChannelConfig;
  start(): void;
  /** Lets a call in flight end. */
  stop(): Promise<void>;
};

/**
 * One lane for each channel, in line with the channels as they change: a channel that is another one gets a new lane,
 * one that is the same keeps its own undisturbed.
 */
export class Lanes<L extends Lane> {
  readonly #make: (channel: ChannelConfig) => L | undefined;
  readonly #lanes = new Map<string, L>();
  /** By name: until the last of them has ended, no other one begins. */
  readonly #leaving = new Map<string, Promise<unknown>>();
  #isStarted = false;

  constructor(make: (channel: ChannelConfig) => L | undefined) {
    this.#make = make;
  }

  all(): L[] {
    return [...this.#lanes.values()];
  }

  use(channels: ReadonlyMap<string, ChannelConfig>): void {
    for (const [name, lane] of this.#lanes) if (channels.get(name) !== lane.channel) this.#retire(name, lane);
    for (const [name, channel] of channels) {
      const lane = this.#lanes.has(name) ? undefined : this.#make(channel);
      if (lane === undefined) continue;
      this.#lanes.set(name, lane);
      if (this.#isStarted) this.#begin(name, lane);
    }
  }

  start(): void {
    this.#isStarted = true;
    for (const [name, lane] of this.#lanes) this.#begin(name, lane);
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    await Promise.all([...this.all().map((lane) => lane.stop()), ...this.#leaving.values()]);
  }

  #retire(name: string, lane: L): void {
    this.#lanes.delete(name);
    const ended = Promise.all([this.#leaving.get(name), lane.stop()]);
    this.#leaving.set(name, ended);
    void ended.then(() => {
      if (this.#leaving.get(name) === ended) this.#leaving.delete(name);
    });
  }

  /** Two lanes of one channel would take each other's calls for lost. */
  #begin(name: string, lane: L): void {
    const before = this.#leaving.get(name);
    if (before === undefined) lane.start();
    else void before.then(() => this.#isStarted && this.#lanes.get(name) === lane && lane.start());
  }
}
