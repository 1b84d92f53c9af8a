import { AppError } from '#lib/domain/errors.ts';

const LONGEST_QUERY = 8000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
/** Next.js parses and writes the query anew: what was broken arrives as a literal percent sign, which no value has. */
const BROKEN = /[%\ufffd]/;

/**
 * The parameters of a query string ("?a=1&b=2"). URLSearchParams would pass broken encoding on and keep repeats.
 * @throws AppError PARAM_ENCODING, PARAM_REPEATED
 */
export function splitQuery(search: string): Map<string, string> {
  const text = search.startsWith('?') ? search.slice(1) : search;
  if (text.length > LONGEST_QUERY)
    throw badEncoding('the query is too long', '', text, `up to ${LONGEST_QUERY} characters`);
  const params = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals), '');
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1), name);
    if (params.has(name)) throw repeated(name, value);
    params.set(name, value);
  }
  return params;
}

function decode(raw: string, field: string): string {
  const accepted = 'percent-encoded UTF-8 without control characters';
  let text: string;
  try {
    text = decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    throw badEncoding('the query holds an invalid percent encoding', field, raw, accepted);
  }
  if (BROKEN.test(text))
    throw badEncoding('the query holds an invalid percent encoding', field, raw, accepted);
  if (CONTROL.test(text)) throw badEncoding('the query holds a control character', field, raw, accepted);
  return text;
}

function badEncoding(message: string, field: string, received: string, accepted: string): AppError {
  return new AppError('PARAM_ENCODING', message, { ...(field === '' ? {} : { field }), received, accepted });
}

function repeated(name: string, value: string): AppError {
  return new AppError(
    'PARAM_REPEATED',
    `${name} is given more than once: it is taken once, as a comma list where it may hold several`,
    {
      field: name,
      received: value,
      accepted: `one ${name}`,
    },
  );
}
