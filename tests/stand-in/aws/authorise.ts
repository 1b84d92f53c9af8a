import { inOwnWords } from './error-words.ts';
import { AwsError, authFailure } from './errors.ts';
import type { AwsRequest, Credentials } from './request.ts';

const missing = (request: AwsRequest): AwsError =>
  inOwnWords(request.service, 'missing') ??
  new AwsError(
    request.protocol === 'json' ? 'MissingAuthenticationTokenException' : 'MissingAuthenticationToken',
    'Request is missing Authentication Token',
    request.protocol === 'json' ? 400 : 403,
  );

function expired(request: AwsRequest): AwsError {
  const own = inOwnWords(request.service, 'expired');
  if (own !== undefined) return own;
  if (request.protocol === 'ec2') return new AwsError('RequestExpired', 'Request has expired.', 400);
  if (request.protocol === 'query') {
    return new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
  }
  return new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 400);
}

function badKey(request: AwsRequest): AwsError {
  const own = inOwnWords(request.service, 'bad-key');
  if (own !== undefined) return own;
  if (request.protocol === 'ec2') return authFailure();
  const code = request.protocol === 'json' ? 'UnrecognizedClientException' : 'InvalidClientTokenId';
  return new AwsError(
    code,
    'The security token included in the request is invalid.',
    request.protocol === 'json' ? 400 : 403,
  );
}

/** Who reads a public file: nobody in particular. */
const ANYONE: Credentials = { accessKeyId: '', accountId: '', region: '', service: '' };

/** Any signature passes; what is refused is its absence, and two kinds of key that stand for broken ones. */
export function authorise(request: AwsRequest): Credentials {
  const { credentials } = request;
  if (request.protocol === 'file') return ANYONE;
  if (credentials === undefined) throw missing(request);
  if (credentials.accessKeyId.startsWith('AKIAEXPIRED')) throw expired(request);
  if (credentials.accessKeyId.startsWith('AKIABADKEY')) throw badKey(request);
  return credentials;
}
