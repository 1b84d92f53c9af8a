/** Every way chipdesk says no to a person or to itself. Codes are stable: they are part of the API. */
export type ErrorCode =
  | 'CONFIG_UNKNOWN'
  | 'CONFIG_INVALID'
  | 'CONFIG_WHITESPACE'
  | 'CONFIG_PARSE'
  | 'EMAIL_INVALID'
  | 'SMTP_HOST'
  | 'SMTP_PORT'
  | 'SMTP_LOGIN'
  | 'SMTP_SECURITY'
  | 'SMTP_MISSING'
  | 'UNSAFE_BIND'
  | 'PORT_IN_USE'
  | 'NO_CREDENTIALS'
  | 'DB_MISSING'
  | 'DB_EXISTS'
  | 'DB_EMPTY'
  | 'DB_FOREIGN'
  | 'DB_NEWER'
  | 'DB_BEHIND'
  | 'DB_CORRUPT'
  | 'DB_UNREADABLE'
  | 'DB_ORIGIN'
  | 'WORKER_RUNNING'
  | 'JOB_UNKNOWN'
  | 'TYPE_UNKNOWN'
  | 'REGION_UNKNOWN'
  | 'RANGE_INVALID'
  | 'DURATION_NOT_OFFERED'
  | 'COUNT_RANGE'
  | 'START_WINDOW'
  | 'SWEEP_TOO_LONG'
  | 'PARAM_UNKNOWN'
  | 'PARAM_REPEATED'
  | 'PARAM_INVALID'
  | 'PARAM_ENCODING'
  | 'TOO_LARGE'
  | 'BACKTEST_UNSUPPORTED'
  | 'BACKTEST_EMPTY'
  | 'BACKTEST_BUSY'
  | 'RULE_UNKNOWN'
  | 'RULE_INVALID'
  | 'RULE_OF_FILE'
  | 'RULE_TEST_INVALID'
  | 'SILENCE_INVALID'
  | 'LINK_INVALID'
  | 'LINK_OVER'
  | 'ORIGIN_REFUSED'
  | 'BODY_TYPE'
  | 'BODY_NOT_JSON'
  | 'BODY_TOO_LARGE'
  | 'UNKNOWN_FIELD'
  | 'NAME_INVALID'
  | 'NAME_TAKEN'
  | 'KIND_UNKNOWN'
  | 'THRESHOLD_NOT_NUMBER'
  | 'THRESHOLD_RANGE'
  | 'THRESHOLD_PRECISION'
  | 'WINDOW_RANGE'
  | 'DURATION_FORMAT'
  | 'INTERVAL_TOO_SHORT'
  | 'TIME_FORMAT'
  | 'ZONE_UNKNOWN'
  | 'REPEAT_TOO_SHORT'
  | 'NO_RECEIVER'
  | 'CHANNEL_UNKNOWN'
  | 'CHANNEL_INVALID'
  | 'MATCHES_NOTHING'
  | 'FOR_BELOW_INTERVAL'
  | 'REGION_DISABLED'
  | 'SLACK_URL'
  | 'WEBHOOK_ADDRESS_BLOCKED'
  | 'RECEIVER_DUPLICATE'
  | 'CHANNEL_IN_USE'
  | 'CHANNEL_OF_FILE'
  | 'CHANNEL_LOCKED'
  | 'KEY_INVALID'
  | 'KEY_EXPOSED'
  | 'NOT_FOUND';

/** A refusal with everything its reader needs: which field, what came, what is accepted. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly received: string | undefined;
  readonly accepted: string | undefined;
  /** Every single mistake, where several were found at once. */
  readonly problems: readonly FieldProblem[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.field = details.field;
    this.received = details.received === undefined ? undefined : cut(details.received);
    this.accepted = details.accepted;
    this.problems = details.problems ?? [];
  }
}

export type ErrorDetails = {
  field?: string;
  received?: string;
  accepted?: string;
  problems?: readonly FieldProblem[];
};

/** One mistake in one field; what came there only where it is no secret. */
export type FieldProblem = { code: ErrorCode; field: string; message: string; received?: string };

const RECEIVED_LIMIT = 80;

function cut(text: string): string {
  return text.length > RECEIVED_LIMIT ? `${text.slice(0, RECEIVED_LIMIT)}…` : text;
}

/** One line for a terminal: the message, then what was received and what is accepted. */
export function errorLine(error: AppError): string {
  const parts = [error.message];
  if (error.received !== undefined) parts.push(`received: ${JSON.stringify(error.received)}`);
  if (error.accepted !== undefined) parts.push(`accepted: ${error.accepted}`);
  return `${error.code}: ${parts.join('; ')}`.replaceAll(/\s+/g, ' ');
}
