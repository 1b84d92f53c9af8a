import type { Surroundings } from '#app/_server/handle.ts';
import { changeHandler, type WriteContext, writeHandler } from '#app/_server/write.ts';
import type { Db } from '#db/client.ts';

type Answer = { status: number; body: Record<string, unknown> & { error?: Refused } };
type Refused = { code: string; field: string | null; message: string; problems?: Problem[] };
type Problem = { code: string; field: string; message: string; received?: string };

/** Sends what the pages of a desk send, to the handlers that answer them, at the desk's own time. */
export function pageOf(desk: { db: Db; now(): number }) {
  const around: Surroundings = {
    db: () => desk.db,
    clock: () => ({ now: desk.now, speed: 1 }),
    log: () => ({ error: (fields: unknown) => fail(fields) }),
  };
  const request = (method: string, body: unknown) =>
    new Request('http://127.0.0.1:3000/api/v1/anything', {
      method,
      headers: {
        host: '127.0.0.1:3000',
        origin: 'http://127.0.0.1:3000',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  return {
    send: async (change: (context: WriteContext) => unknown, body: unknown = {}): Promise<Answer> =>
      read(await writeHandler(change, around)(request('POST', body))),
    change: async (
      change: (context: WriteContext, id: number) => unknown,
      id: unknown,
      body: unknown = {},
    ): Promise<Answer> =>
      read(
        await changeHandler(change, around)(request('PUT', body), {
          params: Promise.resolve({ id: String(id) }),
        }),
      ),
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
}

function fail(fields: unknown): never {
  throw new Error(`the desk logged an error: ${JSON.stringify(fields)}`);
}
