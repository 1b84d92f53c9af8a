import { AppError } from '#lib/domain/errors.ts';
import { guarded, PROCESS, type Surroundings } from './handle.ts';

/** Far more than any form holds. */
const MOST_BYTES = 64 * 1024;

/** What a request that changes something brings along. */
export type WriteContext = { body: unknown; request: Request; around: Surroundings };

/**
 * The handler of a route that changes something: for pages of this very desk only, with a JSON object as its body. What
 * the handler returns is the answer; undefined answers 204.
 */
export function writeHandler(
  change: (context: WriteContext) => unknown,
  around: Surroundings = PROCESS,
): (request: Request) => Promise<Response> {
  return guarded(async (request) => {
    refuseForeign(request);
    const answer = await change({ body: await readBody(request), request, around });
    const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
    return answer === undefined
      ? new Response(null, { status: 204, headers })
      : Response.json(answer, { headers });
  }, around);
}

/** The same for one thing by its number: /rules/12. */
export function changeHandler(
  change: (context: WriteContext, id: number) => unknown,
  around: Surroundings = PROCESS,
): (request: Request, route: { params: Promise<{ id: string }> }) => Promise<Response> {
  return async (request, { params }) => {
    const { id } = await params;
    return writeHandler((context) => {
      if (/^[1-9]\d{0,8}$/.test(id)) return change(context, Number(id));
      throw new AppError('NOT_FOUND', 'there is nothing of that number', { field: 'id', received: id });
    }, around)(request);
  };
}

/**
 * A page elsewhere can make a browser send us a request. Its Origin, or Sec-Fetch-Site, gives it away; one without
 * either comes from no browser that we know, or has had them taken out.
 */
function refuseForeign({ headers, url }: Request): void {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const own = `${new URL(url).protocol}//${headers.get('host') ?? new URL(url).host}`;
  const isOwn = origin === null ? site === 'same-origin' : origin.toLowerCase() === own.toLowerCase();
  if (isOwn && (site === null || site === 'same-origin')) return;
  throw new AppError('ORIGIN_REFUSED', 'changes are taken from the pages of this desk only', {
    field: 'Origin',
    received: origin ?? site ?? 'nothing',
    accepted: own,
  });
}

async function readBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new AppError('BODY_TYPE', 'the body has to be JSON', {
      field: 'Content-Type',
      received: type,
      accepted: 'application/json',
    });
  const text = await readText(request);
  const body = parseJson(text);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  // Not echoed: it may hold the address of a channel.
  throw new AppError('BODY_NOT_JSON', 'the body is not a JSON object', { field: 'body', accepted: '{ … }' });
}

/** Keys such as __proto__ become plain properties here, which no schema lets through. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads no further than the limit, whatever the length is said to be. */
export async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MOST_BYTES)
      throw new AppError('BODY_TOO_LARGE', 'the body is too large', {
        field: 'body',
        received: `more than ${MOST_BYTES} bytes`,
        accepted: `at most ${MOST_BYTES} bytes`,
      });
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
