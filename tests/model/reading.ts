import type { Call } from './receivers.ts';

export type Kind = 'firing' | 'resolved' | 'flapping' | 'reminder';

/** One piece of news as a reader takes it from a message; `look` is the step it began with, where the text says so. */
export type Item = { kind: Kind; zone: string; look: number | undefined };

export type Reading = {
  rule: string;
  /** As far as the message shows it. */
  noticeId: string;
  mayRepeat: boolean;
  isPlain: boolean;
  head: Item[];
  /** What had queued up behind it and is told with it. */
  later: Item[];
};

type Fact = { zoneId: string; value: number | null };
type Told = { kind: Kind; members?: { facts: Fact; fired: Fact | null }[] };
type Body = Told & {
  rule: { name: string };
  noticeId: string;
  mayRepeat: boolean;
  text: string;
  later?: Told[];
};

/** What a call says, read from nothing but what was sent. */
export function read({ channel, body }: Call): Reading {
  return channel === 'desk' ? readSlack(body) : readHook(JSON.parse(body) as Body);
}

function readHook(body: Body): Reading {
  const { rule, noticeId, mayRepeat } = body;
  const isPlain = body.members === undefined;
  const later = (body.later ?? []).flatMap(itemsOf);
  return { rule: rule.name, noticeId, mayRepeat, isPlain, head: itemsOf(body), later };
}

function itemsOf({ kind, members = [] }: Told): Item[] {
  return members.map(({ facts, fired }) => ({ kind, zone: facts.zoneId, look: lookOf(fired ?? facts) }));
}

/** The cents of a price are the number of its look. */
const lookOf = ({ value }: Fact) => (value === null ? undefined : Math.round((value % 1_000_000) / 10_000));

const SAYS: readonly [Kind, RegExp][] = [
  ['reminder', /Still firing: /],
  ['flapping', /Comes and goes, /],
  ['resolved', /: over, now |: alert closed because /],
  ['firing', /spot is /],
];

function readSlack(raw: string): Reading {
  const { text, blocks } = JSON.parse(raw) as { text: string; blocks?: unknown };
  const items = text.split('\n').flatMap((line): Item[] => {
    const zone = /in \S+ \((\w+-az\d)\)/.exec(line)?.[1];
    const kind = SAYS.find(([, words]) => words.test(line))?.[0];
    const cents = /spot is \$\d+\.(\d\d)\/h/.exec(line)?.[1];
    const look = cents === undefined ? undefined : Number(cents);
    return zone === undefined || kind === undefined ? [] : [{ kind, zone, look }];
  });
  return {
    rule: /Rule “(\w+)”/.exec(raw)?.[1] ?? '',
    noticeId: /notice ([0-9a-f]{8})/.exec(raw)?.[1] ?? '',
    mayRepeat: raw.includes('may repeat an earlier message'),
    isPlain: blocks === undefined,
    // What goes to Slack here is about one pool a notice: one line.
    head: items.slice(0, 1),
    later: items.slice(1),
  };
}
