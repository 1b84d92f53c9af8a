import type { Notice } from '#lib/alerts/notice.ts';

/**
 * The left half of a Message-ID. A repeat has the id of the first try, so that a mailbox can tell; a mail that tells
 * more than the first try did is another mail, or a mailbox that drops repeats would drop the news with it.
 */
export function messageId(noticeId: string, recipient: string, later: readonly Notice[]): string {
  const news = later.map(({ kind, createdAt }) => `${kind} ${createdAt}`).join(';');
  return `${noticeId.slice(0, 32)}.${digest(`${recipient.toLowerCase()}|${news}`)}`;
}

const PRIME = 0x100000001b3n;
const OFFSET = 0xcbf29ce484222325n;

/** FNV-1a, 64 bits: tells texts apart, keeps nothing secret. */
function digest(text: string): string {
  let hash = OFFSET;
  for (const unit of text) hash = BigInt.asUintN(64, (hash ^ BigInt(unit.codePointAt(0) ?? 0)) * PRIME);
  return hash.toString(16).padStart(16, '0');
}
