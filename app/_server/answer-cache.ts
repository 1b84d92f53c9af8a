import { createHash } from 'node:crypto';
import type { Db } from '#db/client.ts';

/** One finished answer, serialised once. Next compresses on the way out: it strips an encoding set by a handler. */
export type Answer = {
  body: Buffer;
  headers: Readonly<Record<string, string>>;
  etag: string;
};

export function makeAnswer(text: string, headers: Readonly<Record<string, string>>): Answer {
  const body = Buffer.from(text);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  return { body, headers, etag };
}

const MOST_ENTRIES = 32;
const MOST_BYTES = 64 * 1024 * 1024;

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
    const bytes = answer.body.length;
    if (bytes > MOST_BYTES / 2) return;
    this.#answers.set(question, answer);
    this.#bytes += bytes;
    for (const [oldest, old] of this.#answers) {
      if (this.#answers.size <= MOST_ENTRIES && this.#bytes <= MOST_BYTES) return;
      this.#answers.delete(oldest);
      this.#bytes -= old.body.length;
    }
  }

  #clear(version: number): void {
    this.#version = version;
    this.#bytes = 0;
    this.#answers.clear();
  }
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
