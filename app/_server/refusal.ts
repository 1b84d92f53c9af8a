import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError, type ErrorCode, type FieldProblem } from '#lib/domain/errors.ts';

/** What a refused request is told. */
export type Refusal = {
  status: number;
  error: {
    code: string;
    message: string;
    field: string | null;
    received: string | null;
    accepted: string | null;
    /** Every single mistake, where several were found at once. */
    problems?: readonly FieldProblem[];
  };
};

const STATUS: Partial<Record<ErrorCode, number>> = {
  TYPE_UNKNOWN: 400,
  REGION_UNKNOWN: 400,
  RANGE_INVALID: 400,
  COUNT_RANGE: 400,
  DURATION_NOT_OFFERED: 400,
  PARAM_UNKNOWN: 400,
  PARAM_REPEATED: 400,
  PARAM_INVALID: 400,
  PARAM_ENCODING: 400,
  TOO_LARGE: 422,
  SWEEP_TOO_LONG: 422,
  START_WINDOW: 422,
  LINK_INVALID: 422,
  LINK_OVER: 410,
  SILENCE_INVALID: 422,
  BACKTEST_UNSUPPORTED: 422,
  BACKTEST_EMPTY: 422,
  NOT_FOUND: 404,
  BACKTEST_BUSY: 429,
  RULE_OF_FILE: 409,
  ORIGIN_REFUSED: 403,
  BODY_TYPE: 415,
  BODY_TOO_LARGE: 413,
  BODY_NOT_JSON: 400,
  UNKNOWN_FIELD: 422,
  NAME_INVALID: 422,
  CHANNEL_INVALID: 422,
  RECEIVER_DUPLICATE: 409,
  CHANNEL_IN_USE: 409,
  CHANNEL_OF_FILE: 409,
  CHANNEL_LOCKED: 409,
};

/** Turns whatever was thrown into an answer that says nothing of paths, SQL or stacks; the log has the rest. */
export function toRefusal(error: unknown, log: Pick<Logger, 'error'>): Refusal {
  const known = error instanceof AppError ? error : databaseFault(error);
  const status = known === undefined ? undefined : statusOf(known);
  if (known === undefined || status === undefined) return unexpected(error, log);
  if (status === 503) {
    log.error({ err: error, code: known.code }, 'the database or the key of the desk cannot be used');
    // What was received is the path of the file.
    return {
      status,
      error: { code: known.code, message: known.message, field: null, received: null, accepted: null },
    };
  }
  const { code, message, field = null, received = null, accepted = null, problems } = known;
  const words = { code, message, field, received, accepted };
  return { status, error: problems.length === 0 ? words : { ...words, problems } };
}

/** A mistake in what was sent to be kept is one of its content, whichever field it is in. */
function statusOf({ code, problems }: AppError): number | undefined {
  if (problems.length > 0) return 422;
  return STATUS[code] ?? (/^(DB|KEY)_/.test(code) ? 503 : undefined);
}

/** SQLite's own refusals, told by their code: this side of the program does not know the driver. */
function databaseFault(error: unknown): AppError | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  if (typeof code !== 'string') return undefined;
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new AppError('DB_CORRUPT', `the database file cannot be read (${code}): restore a backup`);
  }
  if (/^SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|FULL|PERM|PROTOCOL)/.test(code)) {
    return new AppError('DB_UNREADABLE', `the database cannot be read now (${code})`);
  }
  return undefined;
}

function unexpected(error: unknown, log: Pick<Logger, 'error'>): Refusal {
  const reference = randomUUID().slice(0, 8);
  log.error({ err: error, reference }, 'a request failed');
  const message = `something went wrong here, not in the request: the log has it under reference ${reference}`;
  return { status: 500, error: { code: 'INTERNAL', message, field: null, received: null, accepted: null } };
}
