import { newsMarks } from '#db/queries/news-marks.ts';
import { dataVersion } from '#db/queries/version.ts';
import { parseQuery } from '#lib/api/query.ts';
import type { NewsTopic } from '#lib/domain/news-topics.ts';
import { getDb } from './db.ts';
import { guarded, PROCESS, type Surroundings } from './handle.ts';
import { processWide } from './process-wide.ts';
import { VersionFeed } from './version-feed.ts';

/** The feed of this process; its timer never keeps the process alive. */
function processFeed(): VersionFeed {
  return processWide('version-feed', () => {
    const feed = new VersionFeed(
      { version: () => dataVersion(getDb()), marks: () => newsMarks(getDb()) },
      repeatUnref,
    );
    // Next.js waits for open answers before it stops, and a stream never ends by itself.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => feed.closeAll());
    return feed;
  });
}

function repeatUnref(work: () => void, ms: number): () => void {
  const timer = setInterval(work, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * The GET handler of /events: server-sent events, `version` with the data version at first and whenever it changes; with
 * `about` only where there is news of these topics.
 */
export function eventsHandler(
  feed: () => VersionFeed = processFeed,
  around: Surroundings = PROCESS,
): (request: Request) => Promise<Response> {
  return guarded((request) => {
    const { about } = parseQuery(new URL(request.url).search, ['about']);
    return openStream(feed(), about, request.signal);
  }, around);
}

function openStream(
  feed: VersionFeed,
  about: readonly NewsTopic[] | undefined,
  signal: AbortSignal,
): Response {
  const encoder = new TextEncoder();
  let leave: (() => void) | undefined;
  let open = true;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      const close = () => {
        if (!open) return;
        open = false;
        leave?.();
        controller.close();
      };
      leave = feed.add({
        about,
        version: (version) => say(`event: version\nid: ${version}\ndata: ${version}\n\n`),
        heartbeat: () => say(': still here\n\n'),
        close,
      });
      if (signal.aborted) close();
      else signal.addEventListener('abort', close, { once: true });
    },
    cancel() {
      open = false;
      leave?.();
    },
  });
  if (leave === undefined) return tooMany();
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

function tooMany(): Response {
  const error = {
    code: 'STREAMS_FULL',
    message: 'too many streams are open: try again later',
    field: null,
    received: null,
    accepted: null,
  };
  return Response.json(
    { error },
    { status: 503, headers: { 'retry-after': '30', 'cache-control': 'no-store' } },
  );
}
