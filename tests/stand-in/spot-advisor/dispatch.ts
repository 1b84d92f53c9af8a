import { createHash } from 'node:crypto';
import type { Reply } from '../aws/reply.ts';
import type { Call } from '../ec2/context.ts';
import type { MarketSource } from '../sources/market-source.ts';
import { deriveAdvisor } from './derive.ts';
import { advisorDocument } from './document.ts';

/** The file is written anew this often. */
const REWRITTEN_EVERY = 6 * 3600;

interface Written {
  readonly at: number;
  readonly reply: Reply;
}

function write(source: MarketSource, at: number, now: number): Reply {
  const lines = source.recorded?.advisor(now) ?? deriveAdvisor(source, at);
  const body = JSON.stringify(advisorDocument(lines));
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const headers = { etag, 'last-modified': new Date(at * 1000).toUTCString(), 'accept-ranges': 'bytes' };
  return { status: 200, contentType: 'application/json', body, headers };
}

const written = new WeakMap<MarketSource, Written>();

/** A public file, the same for all: the market at its last rewriting, or the newest recorded day. */
export function spotAdvisorService({ source, now }: Call): Reply {
  const seconds = Math.floor(now / 1000);
  const at = Math.floor(seconds / REWRITTEN_EVERY) * REWRITTEN_EVERY;
  const known = written.get(source);
  if (known?.at === at) return known.reply;
  const reply = write(source, at, seconds);
  written.set(source, { at, reply });
  return reply;
}
