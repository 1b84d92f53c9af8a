/** A mistake as the HTTP interface names it. */
export type FieldError = { code: string; field: string | null; message: string };

export type Sent<T> = { ok: true; answer: T } | { ok: false; errors: FieldError[] };

type Refused = {
  error?: { code: string; message: string; field: string | null; problems?: FieldError[] };
};

/** Sends a change to the HTTP interface of this desk; whatever goes wrong comes back as words. */
export async function sendJson<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown = {},
  signal?: AbortSignal,
): Promise<Sent<T>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status === 204) return { ok: true, answer: undefined as T };
    const answer = (await response.json()) as T & Refused;
    return response.ok ? { ok: true, answer } : { ok: false, errors: errorsOf(answer) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return { ok: false, errors: [] };
    const message = 'chipdesk did not answer: nothing was changed. Try again.';
    return { ok: false, errors: [{ code: 'UNREACHABLE', field: null, message }] };
  }
}

function errorsOf({ error }: Refused): FieldError[] {
  if (error === undefined)
    return [{ code: 'INTERNAL', field: null, message: 'the answer could not be read' }];
  return error.problems ?? [{ code: error.code, field: error.field, message: error.message }];
}
