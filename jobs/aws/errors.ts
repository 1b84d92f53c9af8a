import type { ErrorClass, Outcome } from '#lib/domain/outcome.ts';
import { denialText } from '#lib/domain/permission.ts';

/** What a failed call came to: its place among the eight outcomes, its class, and a line for people. */
export type Failure = { outcome: Outcome; errorClass: ErrorClass; errorText: string };

/** An answer that arrived and is not what the service promises: never "no data". */
export class SchemaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaError';
  }
}

const THROTTLED = new Set([
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestThrottledException',
  'ThrottledException',
  'LimitExceededException',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'TransactionInProgressException',
  'SlowDown',
  'EC2ThrottledException',
  // Not in the SDK's own list, so it is not retried there (EC2 API Reference, error codes).
  'CapacityBlockDescribeLimitExceeded',
]);
const QUOTA = new Set(['MaxConfigLimitExceeded', 'MaxConfigLimitExceededException']);
/** IAM said no: the one action has to be allowed. */
const NOT_ALLOWED = new Set(['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException']);
const PERMISSION = new Set([...NOT_ALLOWED, 'OptInRequired', 'Blocked', 'PendingVerification']);
const AUTH = new Set([
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'InvalidSignatureException',
  'IncompleteSignature',
  'CredentialsProviderError',
]);
const UNSUPPORTED = new Set(['UnsupportedOperation', 'Unsupported', 'InvalidAction']);
const SERVER = new Set([
  'InternalError',
  'InternalErrorException',
  'ServiceUnavailable',
  'Unavailable',
  'ServiceException',
]);
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  // Node's own fetch, which reads the public feed.
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

type AwsError = {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: unknown;
};

/** Which call an error came from: AWS does not always say which action it has denied. */
const actionOf = new WeakMap<object, string>();

/** Notes the IAM action of the call that threw an error. */
export function noteAction(error: unknown, action: string): void {
  if (typeof error === 'object' && error !== null) actionOf.set(error, action);
}

const LONGEST_TEXT = 300;

/** Sorts whatever a call threw. AuthFailure stays class auth here: only DescribeRegions tells it from a disabled region. */
export function classifyFailure(error: unknown): Failure {
  const { name = '', code = '', message = '', $metadata } = (error ?? {}) as AwsError;
  const says = [name, message].filter((part) => part !== '' && part !== 'Error').join(': ');
  const text = NOT_ALLOWED.has(name) ? denialText(says, actionOf.get(error as object)) : says;
  const errorText = text.slice(0, LONGEST_TEXT);
  const as = (outcome: Outcome, errorClass: ErrorClass): Failure => ({ outcome, errorClass, errorText });
  if (THROTTLED.has(name) || $metadata?.httpStatusCode === 429) return as('throttled', 'throttle');
  if (QUOTA.has(name)) return as('throttled', 'quota');
  if (PERMISSION.has(name)) return as('denied', 'permission');
  if (AUTH.has(name)) return as('denied', 'auth');
  if (UNSUPPORTED.has(name)) return as('failed', 'unsupported');
  // The SDK calls a connection that broke a timeout, too.
  const broken = code === 'ECONNRESET' || code === 'EPIPE';
  if ((name === 'TimeoutError' && !broken) || name === 'AbortError') return as('failed', 'timeout');
  const errorClass = classOfBroken(error, name, code, message, $metadata?.httpStatusCode ?? 0);
  return errorClass === 'schema'
    ? { ...as('failed', errorClass), errorText: plainly(errorText) }
    : as('failed', errorClass);
}

/** The SDK's hint is for programmers; what its reader has to know is that AWS does not answer like that. */
const HINT = /\s*Deserialization error: to see the raw response.*$/s;

function plainly(text: string): string {
  return HINT.test(text) ? `the answer is not what AWS sends: ${text.replace(HINT, '')}` : text;
}

/** What broke, where AWS has not said no. */
function classOfBroken(
  error: unknown,
  name: string,
  code: string,
  message: string,
  status: number,
): ErrorClass {
  if (name === 'SqliteError') return 'disk';
  // Before the schema: the SDK wraps a body that was cut as one that it cannot read.
  if (NETWORK.has(code) || /socket hang up|aborted/.test(message)) return 'network';
  if (isUnreadable(error)) return 'schema';
  return SERVER.has(name) || status >= 500 ? 'server' : 'internal';
}

/** Deserialisation that failed on a 200: the SDK attaches the raw response to such an error. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof SchemaError || error instanceof SyntaxError || error instanceof TypeError) return true;
  if ((error as AwsError | null)?.name === 'ZodError') return true;
  const { message = '', $metadata, $response } = (error ?? {}) as AwsError;
  if ($metadata?.httpStatusCode === 200 && $response !== undefined) return true;
  return /Deserialization error|RFC-?3339|Invalid .*date|Unclosed tag|XML/i.test(message);
}

const NATIVE = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** True for what no answer of AWS can explain: a mistake of ours, such as a value that nobody expected. */
export function isUnexpected(error: unknown): boolean {
  const { name = '', $metadata, $response } = (error ?? {}) as AwsError;
  if ($metadata !== undefined || $response !== undefined) return false;
  return NATIVE.has(name) || classifyFailure(error).errorClass === 'internal';
}
