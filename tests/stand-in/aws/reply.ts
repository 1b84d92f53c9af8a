import type { AwsError } from './errors.ts';
import type { AwsRequest, Protocol } from './request.ts';

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Headers beside the ones every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

const XML_TYPE = 'text/xml;charset=UTF-8';

const CONTENT_TYPES: Readonly<Record<Protocol, string>> = {
  ec2: XML_TYPE,
  query: XML_TYPE,
  json: 'application/x-amz-json-1.1',
  json10: 'application/x-amz-json-1.0',
  'rest-json': 'application/json',
  file: 'application/xml',
};

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeXml = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character) : text;

export const jsonReply = (value: unknown, protocol: Protocol = 'json'): Reply => ({
  status: 200,
  contentType: CONTENT_TYPES[protocol],
  body: JSON.stringify(value),
});

export function ec2Reply(request: AwsRequest, inner: string): Reply {
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n<${request.action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
    `<requestId>${request.id}</requestId>${inner}</${request.action}Response>`;
  return { status: 200, contentType: XML_TYPE, body };
}

export const xmlReply = (body: string): Reply => ({ status: 200, contentType: XML_TYPE, body });

/** CloudWatch names the exception in the body and repeats the code of its query days in a header. */
const SHAPES: Readonly<Record<string, string>> = {
  InternalServiceError: 'InternalServiceFault',
  ValidationError: 'ValidationException',
  InvalidParameterValue: 'InvalidParameterValueException',
  InvalidParameterCombination: 'InvalidParameterCombinationException',
  MissingParameter: 'MissingRequiredParameterException',
  Throttling: 'ThrottlingException',
  AccessDenied: 'AccessDeniedException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  ExpiredToken: 'ExpiredTokenException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
};

function errorHeaders(protocol: Protocol, error: AwsError): Readonly<Record<string, string>> {
  const side = error.status < 500 ? 'Sender' : 'Receiver';
  if (protocol === 'json10') return { 'x-amzn-query-error': `${error.code};${side}` };
  return protocol === 'rest-json' ? { 'x-amzn-errortype': error.code } : {};
}

function errorBody(protocol: Protocol, error: AwsError, requestId: string): string {
  const code = escapeXml(error.code);
  const message = escapeXml(error.message);
  if (protocol === 'json') return JSON.stringify({ __type: error.code, Message: error.message });
  if (protocol === 'json10') {
    return JSON.stringify({ __type: SHAPES[error.code] ?? error.code, message: error.message });
  }
  if (protocol === 'rest-json') return JSON.stringify({ message: error.message });
  if (protocol === 'file') {
    return (
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>` +
      `<RequestId>${requestId}</RequestId></Error>`
    );
  }
  if (protocol === 'query') {
    return (
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
      `<Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
    );
  }
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message>` +
    `</Error></Errors><RequestID>${requestId}</RequestID></Response>`
  );
}

export function errorReply(request: AwsRequest, error: AwsError): Reply {
  return {
    status: error.status,
    contentType: CONTENT_TYPES[request.protocol],
    body: errorBody(request.protocol, error, request.id),
    headers: errorHeaders(request.protocol, error),
  };
}
