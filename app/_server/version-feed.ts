/** Reads the data version; throws while the database cannot be read. */
export type ReadVersion = () => number;

export type Listener = { version(version: number): void; heartbeat(): void; close(): void };

/** Runs `work` every `ms` until the returned function is called. */
export type Repeat = (work: () => void, ms: number) => () => void;

const POLL_MS = 1000;
const HEARTBEAT_POLLS = 20;
export const MOST_LISTENERS = 300;

/** Tells any number of listeners of new data by one poll a second; it polls only while somebody listens. */
export class VersionFeed {
  readonly #read: ReadVersion;
  readonly #repeat: Repeat;
  readonly #listeners = new Set<Listener>();
  #stop: (() => void) | undefined;
  #version = -1;
  #polls = 0;

  constructor(read: ReadVersion, repeat: Repeat) {
    this.#read = read;
    this.#repeat = repeat;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** Adds a listener and returns its removal; undefined when there are too many. It is told the present version first. */
  add(listener: Listener): (() => void) | undefined {
    if (this.#listeners.size >= MOST_LISTENERS) return undefined;
    this.#tellChange();
    this.#listeners.add(listener);
    this.#stop ??= this.#repeat(() => this.#poll(), POLL_MS);
    if (this.#version >= 0) listener.version(this.#version);
    return () => this.#remove(listener);
  }

  /** Ends every stream: an open one would keep the server from stopping. */
  closeAll(): void {
    for (const listener of [...this.#listeners]) listener.close();
  }

  #remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  #poll(): void {
    this.#tellChange();
    this.#polls++;
    if (this.#polls % HEARTBEAT_POLLS !== 0) return;
    for (const listener of [...this.#listeners]) listener.heartbeat();
  }

  #tellChange(): void {
    const version = this.#readOr(this.#version);
    if (version === this.#version) return;
    this.#version = version;
    for (const listener of [...this.#listeners]) listener.version(version);
  }

  #readOr(fallback: number): number {
    try {
      return this.#read();
    } catch {
      // The pages say that the database is away; the feed says nothing until it is back.
      return fallback;
    }
  }
}
