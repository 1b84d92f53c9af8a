/** AWS's words for a request that is over; any other is still under way. */
const DECIDED: ReadonlySet<string> = new Set([
  'APPROVED',
  'DENIED',
  'NOT_APPROVED',
  'CASE_CLOSED',
  'INVALID_REQUEST',
]);

/** True once AWS has said its last word on a request for more quota. */
export function isDecided(status: string): boolean {
  return DECIDED.has(status);
}

const WORDS: Readonly<Record<string, string>> = {
  PENDING: 'pending',
  CASE_OPENED: 'with AWS Support',
  APPROVED: 'approved',
  DENIED: 'denied',
  NOT_APPROVED: 'not approved',
  CASE_CLOSED: 'case closed',
  INVALID_REQUEST: 'invalid request',
};

/** The status of a request in words; one that is new to us stays AWS's own. */
export function requestWords(status: string): string {
  return WORDS[status] ?? status;
}

/** How long Service Quotas lists a request (ListRequestedServiceQuotaChangeHistory). */
export const REQUEST_LISTED_DAYS = 90;
