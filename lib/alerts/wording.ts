import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { digestPage } from '#lib/digest/document.ts';
import { formatAge } from '#lib/domain/time.ts';
import type { AlertMemory, Facts } from './facts.ts';
import type { Phase } from './lifecycle.ts';
import type { Member, Notice } from './notice.ts';
import { alike, wordsOf } from './words/index.ts';

export { instant } from './words/shared.ts';

const LEAD: Partial<Record<Notice['kind'], string>> = {
  reminder: 'Still firing: ',
  flapping: 'Comes and goes, so news of it is held back until an hour has been quiet: ',
};

/** A whole notice in one line: its most telling member, and how many more. */
export function summary(notice: Notice): string {
  if (notice.kind === 'test') return 'Test message: this channel works';
  if (notice.digest !== undefined) return `${notice.digest.period}: ${notice.digest.headline}`;
  const [most] = notice.members;
  if (most === undefined) return `${notice.memberCount} alerts of “${notice.ruleName}”: ${notice.kind}`;
  const line = `${LEAD[notice.kind] ?? ''}${headline(notice, most)}`;
  const others = notice.memberCount - 1;
  if (others === 0) return line;
  const { singular, plural } = wordsOf(most.facts);
  return `${line}, and ${others} more ${others === 1 ? singular : plural}${notice.region === null ? '' : ` in ${notice.region}`}`;
}

/** An alert as it is stored, and the news of its end. */
type StoredAlert = {
  phase: Phase;
  memory: AlertMemory | undefined;
  labels: Readonly<Record<string, string>>;
  since: number | null;
};
type StoredEnd = { memory: AlertMemory | undefined; reason: ResolveReason | null };

/** An alert in the words of its messages: what fired it, or how it ended. */
export function alertHeadline({ phase, memory, labels }: StoredAlert, end?: StoredEnd): string {
  if (memory === undefined) return Object.values(labels).join(', ');
  if (phase !== 'ok') return startHeadline(standing(memory), true);
  return endHeadline(end?.memory?.latest ?? memory.latest, memory.fired, end?.reason ?? null);
}

/** What fires as it is now, as long as that is what the rule asks for; else as it began. */
function standing({ latest, fired }: AlertMemory): Facts {
  return wordsOf(latest).holds?.(latest) === true ? latest : (fired ?? latest);
}

/** The page of what an alert is about; undefined where there is none but the type's own. */
export function alertPage({ memory }: Pick<StoredAlert, 'memory'>): string | undefined {
  if (memory === undefined) return undefined;
  const facts = standing(memory);
  return wordsOf(facts).page?.(facts);
}

/** One line that says what happened, where and by how much. */
export function headline(notice: Pick<Notice, 'kind'>, { facts, fired, reason }: Member): string {
  return notice.kind === 'resolved' ? endHeadline(facts, fired, reason) : startHeadline(facts);
}

function startHeadline(facts: Facts, isLater = false): string {
  return wordsOf(facts).start(facts, isLater);
}

function endHeadline(facts: Facts, fired: Facts | null, reason: ResolveReason | null): string {
  return wordsOf(facts).end(facts, alike(facts, fired), reason ?? 'cleared');
}

/** The figures behind the headline, exactly as AWS gave them; in one or more lines. */
export function figures(notice: Notice, member: Member): string {
  const { facts, fired } = member;
  return wordsOf(facts).figures(notice.kind, facts, alike(facts, fired), member);
}

/** What tells one member of a message from another. */
export function memberKey({ facts }: Member): string {
  return wordsOf(facts).key(facts);
}

/** Where the numbers come from and how old the newest of them is. */
export function sourceLine(notice: Notice, now: number): string {
  const changed = notice.members
    .map(({ facts }) => wordsOf(facts).changedAt(facts))
    .filter((at) => at !== null);
  const newest = changed.length === 0 ? notice.lookedAt : Math.max(...changed);
  const what = changed.length === 0 ? 'looked at' : 'changed';
  return `${notice.source}, ${what} ${formatAge(now - newest)} ago`;
}

/** The page behind a notice, at the regions it is about when it is about one type. */
export function pageOf(notice: Notice): string | undefined {
  if (notice.digest !== undefined) return digestPage(notice.digest);
  const types = new Set(notice.members.map((member) => member.facts.type));
  const [type] = types;
  const [first] = notice.members;
  if (type === undefined || first === undefined) return undefined;
  if (types.size > 1) return '/alerts';
  const own = wordsOf(first.facts).page?.(first.facts);
  if (own !== undefined) return own;
  const regions = [...new Set(notice.members.map((member) => member.facts.region))];
  return `/types/${encodeURIComponent(type)}?region=${regions.map(encodeURIComponent).join(',')}`;
}
