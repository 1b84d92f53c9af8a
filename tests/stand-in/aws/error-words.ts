import { AwsError } from './errors.ts';

/** What can befall a call to any service; each has its own code for it. */
export type Trouble =
  | 'throttled'
  | 'denied'
  | 'bad-key'
  | 'expired'
  | 'missing'
  | 'opt-in'
  | 'internal'
  | 'unavailable'
  | 'bad-token';

type Words = Readonly<Record<Trouble, readonly [code: string, status: number]>>;

/** What the AWS JSON protocols answer before a service has a say (facts/aws-apis.md section 3). */
const JSON_WORDS: Words = {
  throttled: ['ThrottlingException', 400],
  denied: ['AccessDeniedException', 400],
  'bad-key': ['UnrecognizedClientException', 400],
  expired: ['ExpiredTokenException', 400],
  missing: ['MissingAuthenticationTokenException', 400],
  'opt-in': ['OptInRequired', 401],
  internal: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailable', 503],
  'bad-token': ['ValidationException', 400],
};

const WORDS: Readonly<Record<string, Words>> = {
  servicequotas: {
    ...JSON_WORDS,
    throttled: ['TooManyRequestsException', 400],
    internal: ['ServiceException', 500],
    'bad-token': ['InvalidPaginationTokenException', 400],
  },
  // The codes of the old query protocol, which CloudWatch repeats in x-amzn-query-error.
  cloudwatch: {
    ...JSON_WORDS,
    throttled: ['Throttling', 400],
    denied: ['AccessDenied', 400],
    'bad-key': ['InvalidClientTokenId', 400],
    expired: ['ExpiredToken', 400],
    missing: ['MissingAuthenticationToken', 400],
    internal: ['InternalServiceError', 500],
    'bad-token': ['InvalidNextToken', 400],
  },
  savingsplans: {
    ...JSON_WORDS,
    throttled: ['ThrottlingException', 429],
    denied: ['AccessDeniedException', 403],
    'bad-key': ['UnrecognizedClientException', 403],
    expired: ['ExpiredTokenException', 403],
    missing: ['MissingAuthenticationTokenException', 403],
    internal: ['InternalServerException', 500],
  },
  sagemaker: JSON_WORDS,
  'spot-advisor': {
    throttled: ['SlowDown', 503],
    denied: ['AccessDenied', 403],
    'bad-key': ['AccessDenied', 403],
    expired: ['AccessDenied', 403],
    missing: ['AccessDenied', 403],
    'opt-in': ['AllAccessDisabled', 403],
    internal: ['InternalError', 500],
    unavailable: ['ServiceUnavailable', 503],
    'bad-token': ['InvalidArgument', 400],
  },
};

const TEXTS: Readonly<Record<Trouble, string>> = {
  throttled: 'Rate exceeded',
  denied: 'Access Denied',
  'bad-key': 'The security token included in the request is invalid.',
  expired: 'The security token included in the request is expired',
  missing: 'Request is missing Authentication Token',
  'opt-in': 'The AWS Access Key Id needs a subscription for the service',
  internal: 'An internal error has occurred',
  unavailable: 'The server is overloaded and cannot handle the request.',
  'bad-token': 'The pagination token is invalid.',
};

/** The trouble in the service's own words; undefined for EC2, Pricing and STS, which speak by their protocol. */
export function inOwnWords(service: string, trouble: Trouble, text?: string): AwsError | undefined {
  const words = Object.hasOwn(WORDS, service) ? WORDS[service] : undefined;
  if (words === undefined) return undefined;
  const [code, status] = words[trouble];
  return new AwsError(code, text ?? TEXTS[trouble], status);
}
