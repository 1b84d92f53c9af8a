import { hash32 } from '../hash.ts';
import { inOwnWords } from './error-words.ts';
import { AwsError } from './errors.ts';
import type { AwsRequest } from './request.ts';

export type PageQuirk = 'empty-page' | 'duplicate-page' | undefined;

/** Where a listing stands. `asOf` pins the snapshot: the clock moves on, the listing does not. */
export interface Position {
  readonly offset: number;
  readonly asOf: number;
  /** The quirk of this page was already served. */
  readonly quirkDone: boolean;
}

/** Served for ever by the `same-token` fault; read as "from the start". */
export const SAME_TOKEN = 'c2FtZS10b2tlbi1mb3ItZXZlcg==';

const PAGING_MEMBERS = new Set(['NextToken', 'nextToken', 'MaxResults', 'maxResults', 'Version']);

export function fingerprint(request: AwsRequest): number {
  const own = Object.entries(request.params).filter(([name]) => !PAGING_MEMBERS.has(name));
  return hash32(JSON.stringify([request.service, request.action, request.region, own.sort()]));
}

const seal = (payload: string): string => hash32(`seal ${payload}`).toString(36);

function encodeToken(request: AwsRequest, position: Position): string {
  const payload = [position.offset, position.asOf, position.quirkDone ? 1 : 0, fingerprint(request)].join(
    '.',
  );
  return Buffer.from(`${payload}.${seal(payload)}`).toString('base64');
}

function badToken(request: AwsRequest, token: string): AwsError {
  const own = inOwnWords(request.service, 'bad-token');
  if (own !== undefined) return own;
  if (request.protocol === 'json') {
    return new AwsError(
      'InvalidNextTokenException',
      'The pagination token is invalid. Try again without a pagination token.',
    );
  }
  return new AwsError('InvalidPaginationToken', `The token '${token}' is invalid`);
}

export function readPosition(request: AwsRequest, now: number): Position {
  const token = request.params.NextToken ?? request.params.nextToken ?? '';
  if (token === '' || token === SAME_TOKEN) return { offset: 0, asOf: now, quirkDone: false };
  const text = Buffer.from(token, 'base64').toString('latin1');
  const cut = text.lastIndexOf('.');
  const payload = text.slice(0, cut);
  const [offset, asOf, quirkDone, query] = payload.split('.').map(Number);
  if (cut < 0 || text.slice(cut + 1) !== seal(payload) || query !== fingerprint(request)) {
    throw badToken(request, token);
  }
  return { offset: offset ?? 0, asOf: asOf ?? now, quirkDone: quirkDone === 1 };
}

export interface Page {
  readonly from: number;
  readonly to: number;
  /** '' on the last page, which EC2 writes as `<nextToken/>`. */
  readonly nextToken: string;
}

/** The bounds of this page and the token of the next one. */
export function cutPage(
  request: AwsRequest,
  position: Position,
  total: number,
  size: number,
  quirk: PageQuirk,
): Page {
  const { offset, asOf } = position;
  const end = Math.min(total, offset + size);
  if (quirk !== undefined && !position.quirkDone) {
    const again = encodeToken(request, { offset, asOf, quirkDone: true });
    return { from: offset, to: quirk === 'empty-page' ? offset : end, nextToken: again };
  }
  const nextToken = end < total ? encodeToken(request, { offset: end, asOf, quirkDone: false }) : '';
  return { from: offset, to: end, nextToken };
}
