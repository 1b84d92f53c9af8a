import type { NewsTopic } from '#lib/domain/news-topics.ts';

/** Reads the data version, or what there is news of; throws while the database cannot be read. */
export type ReadNews = { version: () => number; marks: () => ReadonlyMap<NewsTopic, string> };

export type Listener = {
  /** What it wants to hear of; undefined: of everything. */
  about?: readonly NewsTopic[] | undefined;
  version(version: number): void;
  heartbeat(): void;
  close(): void;
};

/** Runs `work` every `ms` until the returned function is called. */
export type Repeat = (work: () => void, ms: number) => () => void;

const POLL_MS = 1000;
const HEARTBEAT_POLLS = 20;
export const MOST_LISTENERS = 300;

type Heard = { listener: Listener; mark: string };

/** Tells any number of listeners of new data by one poll a second; it polls only while somebody listens. */
export class VersionFeed {
  readonly #read: ReadNews;
  readonly #repeat: Repeat;
  readonly #listeners = new Set<Heard>();
  #stop: (() => void) | undefined;
  #version = -1;
  #marks: ReadonlyMap<NewsTopic, string> = new Map();
  #polls = 0;

  constructor(read: ReadNews, repeat: Repeat) {
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
    const heard = { listener, mark: this.#markFor(listener) };
    this.#listeners.add(heard);
    this.#stop ??= this.#repeat(() => this.#poll(), POLL_MS);
    if (this.#version >= 0) listener.version(this.#version);
    return () => this.#remove(heard);
  }

  /** Ends every stream: an open one would keep the server from stopping. */
  closeAll(): void {
    for (const { listener } of [...this.#listeners]) listener.close();
  }

  #remove(heard: Heard): void {
    this.#listeners.delete(heard);
    if (this.#listeners.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  #poll(): void {
    this.#tellChange();
    this.#polls++;
    if (this.#polls % HEARTBEAT_POLLS !== 0) return;
    for (const { listener } of [...this.#listeners]) listener.heartbeat();
  }

  #tellChange(): void {
    if (!this.#hasChanged()) return;
    for (const heard of [...this.#listeners]) {
      const mark = this.#markFor(heard.listener);
      if (mark === heard.mark) continue;
      heard.mark = mark;
      heard.listener.version(this.#version);
    }
  }

  #hasChanged(): boolean {
    try {
      const version = this.#read.version();
      if (version === this.#version) return false;
      this.#marks = this.#read.marks();
      this.#version = version;
      return true;
    } catch {
      // The pages say that the database is away; the feed says nothing until it is back.
      return false;
    }
  }

  #markFor({ about }: Listener): string {
    if (about === undefined) return String(this.#version);
    return about.map((topic) => this.#marks.get(topic) ?? '').join('|');
  }
}
