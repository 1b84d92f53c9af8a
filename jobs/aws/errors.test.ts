import { expect, test } from 'vitest';
import { classifyFailure, SchemaError } from './errors.ts';

/** As the SDK throws what a service said. */
const service = (name: string, status = 400) =>
  Object.assign(new Error('said AWS'), { name, $fault: 'client', $metadata: { httpStatusCode: status } });
const system = (code: string) => Object.assign(new Error(`connect ${code} 10.0.0.1:443`), { code });

// Every code of facts/aws-apis.md section 3 that can reach us, and the throttling names of the SDK.
test.each([
  ['RequestLimitExceeded', 503, 'throttled', 'throttle'],
  ['RequestLimitExceeded', 400, 'throttled', 'throttle'],
  ['CapacityBlockDescribeLimitExceeded', 400, 'throttled', 'throttle'],
  ['MaxConfigLimitExceeded', 400, 'throttled', 'quota'],
  ['MaxConfigLimitExceededException', 400, 'throttled', 'quota'],
  ['InvalidParameterValue', 400, 'failed', 'internal'],
  ['InvalidParameterCombination', 400, 'failed', 'internal'],
  ['MissingParameter', 400, 'failed', 'internal'],
  ['UnknownParameter', 400, 'failed', 'internal'],
  ['ValidationError', 400, 'failed', 'internal'],
  ['InvalidPaginationToken', 400, 'failed', 'internal'],
  ['UnsupportedOperation', 400, 'failed', 'unsupported'],
  ['Unsupported', 400, 'failed', 'unsupported'],
  ['AuthFailure', 401, 'denied', 'auth'],
  ['OptInRequired', 401, 'denied', 'permission'],
  ['PendingVerification', 400, 'denied', 'permission'],
  ['Blocked', 400, 'denied', 'permission'],
  ['UnauthorizedOperation', 403, 'denied', 'permission'],
  ['RequestExpired', 400, 'denied', 'auth'],
  ['InternalError', 500, 'failed', 'server'],
  ['ServiceUnavailable', 503, 'failed', 'server'],
  ['Unavailable', 503, 'failed', 'server'],
  ['InsufficientInstanceCapacity', 500, 'failed', 'server'],
  ['ThrottlingException', 400, 'throttled', 'throttle'],
  ['InvalidNextTokenException', 400, 'failed', 'internal'],
  ['ExpiredNextTokenException', 400, 'failed', 'internal'],
  ['NotFoundException', 400, 'failed', 'internal'],
  ['InvalidParameterException', 400, 'failed', 'internal'],
  ['AccessDeniedException', 400, 'denied', 'permission'],
  ['InternalErrorException', 500, 'failed', 'server'],
  ['TooManyRequestsException', 400, 'throttled', 'throttle'],
  ['ServiceException', 500, 'failed', 'server'],
  ['UnrecognizedClientException', 400, 'denied', 'auth'],
  ['ExpiredTokenException', 400, 'denied', 'auth'],
  ['InvalidClientTokenId', 403, 'denied', 'auth'],
  ['MissingAuthenticationTokenException', 400, 'denied', 'auth'],
  ['CredentialsProviderError', 0, 'denied', 'auth'],
  ['BandwidthLimitExceeded', 400, 'throttled', 'throttle'],
  ['EC2ThrottledException', 400, 'throttled', 'throttle'],
  ['LimitExceededException', 400, 'throttled', 'throttle'],
  ['PriorRequestNotComplete', 400, 'throttled', 'throttle'],
  ['ProvisionedThroughputExceededException', 400, 'throttled', 'throttle'],
  ['RequestThrottled', 400, 'throttled', 'throttle'],
  ['RequestThrottledException', 400, 'throttled', 'throttle'],
  ['SlowDown', 503, 'throttled', 'throttle'],
  ['ThrottledException', 400, 'throttled', 'throttle'],
  ['Throttling', 400, 'throttled', 'throttle'],
  ['TransactionInProgressException', 400, 'throttled', 'throttle'],
  ['SomethingNew', 429, 'throttled', 'throttle'],
  ['SomethingNew', 502, 'failed', 'server'],
  ['SomethingNew', 400, 'failed', 'internal'],
])('%s with status %i is %s, class %s', (name, status, outcome, errorClass) => {
  expect(classifyFailure(service(name, status))).toMatchObject({ outcome, errorClass });
});

test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'EHOSTUNREACH', 'ETIMEDOUT'])(
  '%s is class network',
  (code) => {
    expect(classifyFailure(system(code))).toMatchObject({ outcome: 'failed', errorClass: 'network' });
  },
);

test('a body that was cut is the network, even where the SDK calls it unreadable', () => {
  const cut = Object.assign(new Error('aborted\n  Deserialization error: to see the raw response …'), {
    code: 'ECONNRESET',
    $metadata: { httpStatusCode: 200 },
    $response: {},
  });
  expect(classifyFailure(cut).errorClass).toBe('network');
});

test('a connection that broke is the network, although the SDK names it a timeout', () => {
  const broken = Object.assign(system('ECONNRESET'), { name: 'TimeoutError' });
  expect(classifyFailure(broken).errorClass).toBe('network');
});

test.each(['TimeoutError', 'AbortError'])('%s is class timeout', (name) => {
  expect(classifyFailure(Object.assign(new Error('late'), { name })).errorClass).toBe('timeout');
});

test.each([
  ['our own finding', new SchemaError('no set')],
  ['text that is no JSON', new SyntaxError('Unexpected token <')],
  ['a date that is none', new TypeError('Invalid RFC-3339 date-time value')],
  ['XML that stops', new Error('Unclosed tag "item"')],
  [
    'a 200 that could not be read',
    Object.assign(new Error('x'), { $metadata: { httpStatusCode: 200 }, $response: {} }),
  ],
  ['a shape that is not promised', Object.assign(new Error('x'), { name: 'ZodError' })],
])('%s is class schema', (_, error) => {
  expect(classifyFailure(error)).toMatchObject({ outcome: 'failed', errorClass: 'schema' });
});

test.each(['database is locked', 'database or disk is full'])('SQLite saying "%s" is class disk', (text) => {
  const error = Object.assign(new Error(text), { name: 'SqliteError', code: 'SQLITE_BUSY' });
  expect(classifyFailure(error)).toMatchObject({ outcome: 'failed', errorClass: 'disk' });
});

test.each([undefined, null, 'text', 5, {}])('something that is no error (%j) is still sorted', (thrown) => {
  expect(classifyFailure(thrown)).toMatchObject({ outcome: 'failed', errorClass: 'internal' });
});

test('what AWS said is kept for people, within bounds', () => {
  expect(classifyFailure(service('AuthFailure', 401)).errorText).toBe('AuthFailure: said AWS');
  expect(classifyFailure(new Error('x'.repeat(1000))).errorText).toHaveLength(300);
});
