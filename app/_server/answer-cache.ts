import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Db } from '#db/client.ts';

const compress = promisify(gzip);

/** One finished answer, serialised once and compressed at most once. */
export type Answer = {
  plain: Buffer;
  headers: Readonly<Record<string, string>>;
  /** Hash of the plain body: the strong entity tags are made of it. */
  hash: string;
  gzipped(): Promise<Buffer>;
};

export function makeAnswer(body: string, headers: Readonly<Record<string, string>>): Answer {
  const plain = Buffer.from(body);
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 27);
  let compressed: Promise<Buffer> | undefined;
  return {
    plain,
    headers,
    hash,
    gzipped() {
      compressed ??= compress(plain, { level: constants.Z_BEST_SPEED + 2 });
      return compressed;
    },
  };
}

const MOST_ENTRIES = 32;
const MOST_BYTES = 64 * 1024 * 1024;
/** What a compressed copy may add to the plain one, roughly. */
const COPY_SHARE = 1.25;

/** Answers of one version of the data, least recently used first out. */
export class AnswerCache {
  #version = -1;
  #bytes = 0;
  readonly #answers = new Map<string, Answer>();

  /** The stored answer for a question, or the one `build` makes. An answer too large to keep is not kept. */
  get(version: number, question: string, build: () => Answer): Answer {
    if (version !== this.#version) this.#clear(version);
    const found = this.#answers.get(question);
    if (found !== undefined) {
      this.#answers.delete(question);
      this.#answers.set(question, found);
      return found;
    }
    const answer = build();
    this.#keep(question, answer);
    return answer;
  }

  #keep(question: string, answer: Answer): void {
    const bytes = sizeOf(answer);
    if (bytes > MOST_BYTES / 2) return;
    this.#answers.set(question, answer);
    this.#bytes += bytes;
    for (const [oldest, old] of this.#answers) {
      if (this.#answers.size <= MOST_ENTRIES && this.#bytes <= MOST_BYTES) return;
      this.#answers.delete(oldest);
      this.#bytes -= sizeOf(old);
    }
  }

  #clear(version: number): void {
    this.#version = version;
    this.#bytes = 0;
    this.#answers.clear();
  }
}

function sizeOf(answer: Answer): number {
  return answer.plain.length * COPY_SHARE;
}

const caches = new WeakMap<Db, AnswerCache>();

/** The cache that belongs to an open database: a reopened file starts with an empty one. */
export function cacheOf(db: Db): AnswerCache {
  const known = caches.get(db);
  if (known !== undefined) return known;
  const made = new AnswerCache();
  caches.set(db, made);
  return made;
}
