import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { hash32 } from '../hash.ts';

export type Protocol = 'ec2' | 'query' | 'json';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accountId: string;
  readonly region: string;
  readonly service: string;
}

export interface AwsRequest {
  readonly id: string;
  readonly protocol: Protocol;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly credentials: Credentials | undefined;
  /** Query parameters, or the members of a JSON body with lists and structures as JSON text. */
  readonly params: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Any signature is good; region and service are what the credential scope says. */
function readCredentials(authorization: string | undefined): Credentials | undefined {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^/\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(
      authorization ?? '',
    );
  if (match === null) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = match;
  const accountId = String(100000000000 + hash32(`account ${accessKeyId}`) * 200).slice(0, 12);
  return { accessKeyId, accountId, region, service };
}

function parseForm(body: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

function parseJson(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function readAwsRequest(headers: IncomingHttpHeaders, body: string): AwsRequest {
  const credentials = readCredentials(headers.authorization);
  const base = { id: randomUUID(), credentials, region: credentials?.region ?? '' };
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const json = parseJson(body);
    const params = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, asText(value)]));
    const [prefix = '', action = ''] = target.split('.');
    const service = prefix === 'AWSPriceListService' ? 'pricing' : (credentials?.service ?? prefix);
    return { ...base, protocol: 'json', service, action, params, json };
  }
  const params = parseForm(body);
  const service = credentials?.service ?? 'ec2';
  const protocol = service === 'ec2' ? 'ec2' : 'query';
  return { ...base, protocol, service, action: params.Action ?? '', params, json: {} };
}

/** The same request by a key of another kind; the account, and with it the names of zones, stays the caller's. */
export function asAccount(request: AwsRequest, keyPrefix: string | undefined): AwsRequest {
  const { credentials } = request;
  if (keyPrefix === undefined || credentials === undefined) return request;
  return {
    ...request,
    credentials: { ...credentials, accessKeyId: `${keyPrefix}${credentials.accessKeyId}` },
  };
}
