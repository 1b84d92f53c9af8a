/** A part of a mail, as a mail program reads it. */
export type Part = { type: string; headers: Map<string, string>; body: Buffer; parts: Part[] };

/** Reads a mail: headers unfolded, bodies decoded, parts within parts. Only what the desk writes is understood. */
export function readMail(raw: string): Part {
  const [, head = '', rest = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(raw) ?? [];
  const headers = new Map(
    head
      .replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const content = headers.get('content-type') ?? 'text/plain';
  const type = content.split(';')[0]?.trim() ?? '';
  const boundary = /boundary="?([^";]+)"?/.exec(content)?.[1];
  if (boundary === undefined)
    return {
      type,
      headers,
      body: decoded(rest, headers.get('content-transfer-encoding') ?? '7bit'),
      parts: [],
    };
  const pieces = rest.split(`--${boundary}`).slice(1, -1);
  return {
    type,
    headers,
    body: Buffer.alloc(0),
    parts: pieces.map((piece) => readMail(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, ''))),
  };
}

function decoded(text: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(text, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(text);
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Every part of a mail that holds something, in order. */
export function leavesOf(part: Part): Part[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}
