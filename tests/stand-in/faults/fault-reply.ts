import { throttled } from '../aws/buckets.ts';
import { inOwnWords } from '../aws/error-words.ts';
import { AwsError, authFailure } from '../aws/errors.ts';
import { errorReply, type Reply } from '../aws/reply.ts';
import type { AwsRequest } from '../aws/request.ts';
import type { Fault } from './fault.ts';

const PORTAL =
  '<!DOCTYPE html>\n<html><head><title>Hotel Wi-Fi</title></head><body><h1>Welcome</h1>' +
  '<form action="/login" method="post"><input name="room"><button>Connect</button></form></body></html>\n';

function denied(request: AwsRequest): AwsError {
  const action = `${request.service}:${request.action}`;
  const user = `arn:aws:iam::${request.credentials?.accountId ?? '000000000000'}:user/chipdesk`;
  const reason = `User: ${user} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  const own = inOwnWords(request.service, 'denied', request.protocol === 'file' ? undefined : reason);
  if (own !== undefined) return own;
  return request.protocol === 'json'
    ? new AwsError('AccessDeniedException', reason, 400)
    : new AwsError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${reason}`,
        403,
      );
}

const credentialError = (request: AwsRequest): AwsError =>
  inOwnWords(request.service, 'bad-key') ??
  (request.protocol === 'json'
    ? new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        400,
      )
    : authFailure());

const internal = (request: AwsRequest): AwsError =>
  inOwnWords(request.service, 'internal') ??
  new AwsError(
    request.protocol === 'json' ? 'InternalErrorException' : 'InternalError',
    'An internal error has occurred',
    500,
  );

function errorFor(fault: Fault, request: AwsRequest): AwsError | undefined {
  switch (fault.kind) {
    case 'throttle':
      return throttled(request);
    case 'denied':
      return denied(request);
    case 'auth':
    case 'not-enabled':
      return credentialError(request);
    case 'opt-in':
      return (
        inOwnWords(request.service, 'opt-in') ??
        new AwsError(
          'OptInRequired',
          'You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.',
          401,
        )
      );
    case 'status500':
    case 'error-with-200':
      return internal(request);
    case 'status503':
      return (
        inOwnWords(request.service, 'unavailable') ??
        new AwsError('Unavailable', 'The server is overloaded and cannot handle the request.', 503)
      );
    default:
      return undefined;
  }
}

/** The answer of faults that need no market; undefined when the real handler has to run first. */
export function replyInstead(fault: Fault, request: AwsRequest): Reply | undefined {
  if (fault.kind === 'html') return { status: 200, contentType: 'text/html; charset=utf-8', body: PORTAL };
  if (fault.kind === 'empty') return { status: 200, contentType: 'text/xml;charset=UTF-8', body: '' };
  if (fault.kind === 'status') {
    return { status: fault.status ?? 500, contentType: 'text/plain', body: fault.body ?? '' };
  }
  const error = errorFor(fault, request);
  if (error === undefined) return undefined;
  const reply = errorReply(request, error);
  return fault.kind === 'error-with-200' ? { ...reply, status: 200 } : reply;
}
