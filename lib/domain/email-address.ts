/** What is accepted, in words. */
export const EMAIL_ACCEPTED =
  'must be one plain e-mail address such as ada@example.com: no name, list or quotes';

const LONGEST = 254;
const LONGEST_LOCAL = 64;
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const ADDRESS = new RegExp(
  `^(?<local>${ATOM}(?:\\.${ATOM})*)@(?:${LABEL}\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$`,
);

/** One mailbox, as it may stand in an envelope: stricter than the standard, where a comma or a quote could hide a second. */
export function isEmailAddress(text: string): boolean {
  const local = ADDRESS.exec(text)?.groups?.local;
  return local !== undefined && local.length <= LONGEST_LOCAL && text.length <= LONGEST;
}

/** What follows the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
