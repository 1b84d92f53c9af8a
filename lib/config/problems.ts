import { z } from 'zod';
import { AppError, type ErrorCode } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';

/** One thing wrong in a configuration: where, what, and what came there (never a secret); CONFIG_INVALID without a code of its own. */
export type Problem = { path: string; message: string; received?: string; code?: ErrorCode };

export type Path = readonly PropertyKey[];

/** rules[0].when.moves.percent */
export function pathText(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/**
 * Checks a value and collects what is wrong with it; undefined when anything is.
 * Fields named in `secret` are never echoed.
 */
export function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
  at: Path,
  problems: Problem[],
  secret: ReadonlySet<string> = new Set(),
): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push(...problemsOf(issue, schema, value, at, secret));
  return undefined;
}

function problemsOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  value: unknown,
  at: Path,
  secret: ReadonlySet<string>,
): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => unknownKey([...at, ...issue.path, key], known));
  }
  const received = valueAt(value, issue.path);
  const path = pathText([...at, ...issue.path]);
  if (received === undefined && issue.code === 'invalid_type') {
    const { code, message } = coded(issue.message);
    return [{ path, message: `is missing: ${message}`, ...code }];
  }
  const { code, message } = coded(issue.message);
  const isSecret = [...at, ...issue.path].some((part) => secret.has(String(part)));
  const echo =
    isSecret || received === undefined || typeof received === 'object' ? {} : { received: String(received) };
  return [{ path, message, ...code, ...echo }];
}

const CODED = /^([A-Z]+(?:_[A-Z]+)+): /;

/** A schema's words may begin with a stable code of their own: "THRESHOLD_RANGE: must be above 0". */
function coded(text: string): { code: { code?: ErrorCode }; message: string } {
  const code = CODED.exec(text)?.[1];
  if (code === undefined) return { code: {}, message: text };
  return { code: { code: code as ErrorCode }, message: text.slice(code.length + 2) };
}

/** An unknown key, with the known one that was probably meant. */
export function unknownKey(path: Path, known: readonly string[]): Problem {
  const near = suggest(String(path.at(-1)), known);
  const hint = near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`;
  return { path: pathText(path), message: `there is no such field: ${hint}`, code: 'UNKNOWN_FIELD' };
}

function keysAt(schema: z.ZodType, path: Path): string[] {
  let at: unknown = schema;
  for (const part of path) {
    at = unwrap(at);
    if (at instanceof z.ZodObject) at = at.shape[String(part)];
    else if (at instanceof z.ZodArray) at = at.element;
  }
  at = unwrap(at);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrap(schema.unwrap()) : schema;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at;
}

/** @throws AppError that names every problem: with their code when they share one, otherwise the general one */
export function refuse(problems: readonly Problem[], general: ErrorCode = 'CONFIG_INVALID'): void {
  const [first] = problems;
  if (first === undefined) return;
  const lines = problems.map(
    ({ path, message, received }) =>
      `${path}: ${message}${received === undefined ? '' : ` (received ${JSON.stringify(cut(received))})`}`,
  );
  const head = problems.length === 1 ? '' : `${problems.length} problems: `;
  const shared = problems.every(({ code }) => code === first.code) ? first.code : undefined;
  throw new AppError(shared ?? general, `${head}${lines.join('; ')}`, {
    field: first.path,
    problems: problems.map(({ path, code = general, ...rest }) => ({ code, field: path, ...rest })),
    ...(problems.length === 1 && first.received !== undefined ? { received: first.received } : {}),
  });
}

const ECHO_LIMIT = 80;

function cut(text: string): string {
  return text.length > ECHO_LIMIT ? `${text.slice(0, ECHO_LIMIT)}…` : text;
}

/** An unknown kind of rule or channel, with the known one that was probably meant. */
export function unknownKind(path: Path, received: string, known: string[]): Problem {
  const near = suggest(received, known);
  const hint = near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`;
  return { path: pathText(path), message: `there is no such kind: ${hint}`, received, code: 'KIND_UNKNOWN' };
}
