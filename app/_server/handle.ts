import type { Logger } from 'pino';
import type { Db } from '#db/client.ts';
import { dataVersion } from '#db/queries/version.ts';
import type { ParamName } from '#lib/api/params.ts';
import { parseQuery, type Query } from '#lib/api/query.ts';
import type { Clock } from '#lib/domain/clock.ts';
import { AppError } from '#lib/domain/errors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type Answer, cacheOf, makeAnswer } from './answer-cache.ts';
import { productClock } from './clock.ts';
import { getDb } from './db.ts';
import { refuseHost } from './host-guard.ts';
import { getLog } from './log.ts';
import { toRefusal } from './refusal.ts';

/** What a handler needs of its process; tests bring their own. */
export type Surroundings = { db(): Db; clock(): Clock; log(): Pick<Logger, 'error'> };

export const PROCESS: Surroundings = { db: getDb, clock: productClock, log: getLog };

/** A body with its headers, before it is compressed or sent. */
export type Body = { text: string; headers: Readonly<Record<string, string>> };

/** A route whose answer depends on the stored data and the query alone, so that it can be kept per data version. */
export type DataRoute = {
  name: string;
  params: readonly ParamName[];
  /** True where the answer also moves with the clock; it is then kept for at most a minute. */
  timed?: boolean;
  /** True where the answer changes without a new data version; it is then never kept. */
  fresh?: boolean;
  build(db: Db, query: Query, now: number): Body;
};

/** The GET handler of a data route. */
export function dataHandler(
  route: DataRoute,
  around: Surroundings = PROCESS,
): (request: Request) => Promise<Response> {
  return guarded(async (request) => {
    const query = parseQuery(new URL(request.url).search, route.params);
    const db = around.db();
    const clock = around.clock();
    const now = clock.now();
    const build = () => {
      const { text, headers } = route.build(db, query, now);
      return makeAnswer(text, headers);
    };
    if (route.fresh === true) return send(request, build());
    const slot = route.timed === true ? Math.floor(now / (MINUTE * Math.max(1, clock.speed))) : 0;
    const question = JSON.stringify([route.name, slot, Object.entries(query).sort()]);
    const answer = cacheOf(db).get(dataVersion(db), question, build);
    return send(request, answer);
  }, around);
}

/** Answers with what the handler returns, or with a refusal when it throws or the request is for another host. */
export function guarded(
  handler: (request: Request) => Response | Promise<Response>,
  around: Surroundings = PROCESS,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const refused = refuseHost(request);
    if (refused !== undefined) return refused;
    try {
      return await handler(request);
    } catch (error) {
      const { status, error: body } = toRefusal(error, around.log());
      return Response.json(
        { error: body },
        { status, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } },
      );
    }
  };
}

/** Sends an answer, or nothing when the reader has it. */
export function send(request: Request, answer: Answer): Response {
  const { etag, body } = answer;
  const headers: Record<string, string> = {
    ...answer.headers,
    etag,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  };
  if (hasTag(request.headers.get('if-none-match'), etag)) {
    const { 'content-type': _, 'content-disposition': __, ...rest } = headers;
    return new Response(null, { status: 304, headers: rest });
  }
  return new Response(new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.length), { headers });
}

function hasTag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(',').some((part) => {
    const tag = part.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });
}

/** The handler of every path that is no route. */
export function notFound(): never {
  throw new AppError(
    'NOT_FOUND',
    'there is nothing at this address: /api/v1/openapi.json lists what there is',
  );
}
