import type { AwsError } from './errors.ts';
import type { AwsRequest, Protocol } from './request.ts';

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const XML_TYPE = 'text/xml;charset=UTF-8';
const JSON_TYPE = 'application/x-amz-json-1.1';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeXml = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character) : text;

export const jsonReply = (value: unknown, status = 200): Reply => ({
  status,
  contentType: JSON_TYPE,
  body: JSON.stringify(value),
});

export function ec2Reply(request: AwsRequest, inner: string): Reply {
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n<${request.action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
    `<requestId>${request.id}</requestId>${inner}</${request.action}Response>`;
  return { status: 200, contentType: XML_TYPE, body };
}

export const xmlReply = (body: string): Reply => ({ status: 200, contentType: XML_TYPE, body });

function errorBody(protocol: Protocol, error: AwsError, requestId: string): string {
  const code = escapeXml(error.code);
  const message = escapeXml(error.message);
  if (protocol === 'json') return JSON.stringify({ __type: error.code, Message: error.message });
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
    contentType: request.protocol === 'json' ? JSON_TYPE : XML_TYPE,
    body: errorBody(request.protocol, error, request.id),
  };
}
