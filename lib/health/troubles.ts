import { ageLimit, type CollectorHealth, type Health, vitalLimit } from '#lib/series/collector-health.ts';
import type { Finding } from './findings.ts';

/** One thing that can be the matter with the desk, and whether it is; `hold`: something graver stands for it now. */
export type Trouble = {
  source: string;
  region: string;
  subject: string;
  is: 'true' | 'hold' | 'false';
  what: string;
  detail: string;
  since: number | null;
};

const GLOBAL = 'global';

/**
 * What is the matter with the desk, so that one cause is one trouble: refused credentials and an outage of everything
 * stand for the sources under them, and a denied permission for the sources that need it. `watchedMs`: for how long the
 * jobs have been running without a break; what has grown old while nobody was there is not held against a source that
 * has not had its time since.
 */
export function troublesOf(
  { collectors }: Pick<Health, 'collectors'>,
  findings: readonly Finding[],
  watchedMs: number,
): Trouble[] {
  const refused = findings.find(({ kind }) => kind === 'credentials');
  const lost = refused === undefined && watchedMs >= vitalLimit(collectors) && isEverythingLost(collectors);
  const whole: Trouble[] = [
    {
      source: 'credentials',
      region: GLOBAL,
      subject: '',
      is: refused === undefined ? 'false' : 'true',
      what: refused?.what ?? 'AWS refuses the credentials',
      detail: refused?.detail ?? '',
      since: refused?.since ?? null,
    },
    {
      source: 'every source',
      region: GLOBAL,
      subject: '',
      is: lost ? 'true' : refused === undefined ? 'false' : 'hold',
      what: 'no source has had a complete look that is recent enough',
      detail: wordsOf(collectors),
      since: oldest(collectors),
    },
  ];
  const covered = refused !== undefined || lost;
  return [
    ...whole,
    ...findings.filter(({ kind }) => kind === 'permission').map((one) => permission(one, covered)),
    ...collectors.map((one) => ofSource(one, covered || watchedMs < ageLimit(one))),
  ];
}

/** A channel as far as it can be in trouble: broken, or with messages given up since a day. */
export type ChannelStanding = {
  name: string;
  broken: { reason: string; waiting: number } | null;
  /** The newest message given up lately. */
  gaveUpAt: number | null;
};

/** Rules that could not be evaluated in full lately: what they would have told, nobody has heard. */
export function ruleTroubles(errors: Readonly<Record<string, { code: string; detail: string }>>): Trouble[] {
  return Object.entries(errors).map(([name, { code, detail }]) => ({
    source: 'rule',
    region: GLOBAL,
    subject: name,
    is: 'true',
    what: `rule “${name}” is not evaluated in full`,
    detail: code === 'too_many_alerts' ? detail : `${code.replaceAll('_', ' ')}: ${detail}`,
    since: null,
  }));
}

/** A channel that is broken, or has lost a message, is told by the others: it cannot say so itself. */
export function channelTroubles(channels: readonly ChannelStanding[]): Trouble[] {
  return channels.flatMap(({ name, broken, gaveUpAt }): Trouble[] => [
    {
      source: 'channel',
      region: GLOBAL,
      subject: name,
      is: broken === null ? 'false' : 'true',
      what: `channel “${name}” is broken`,
      detail: broken === null ? '' : `${broken.reason} · ${waitingWords(broken.waiting)}`,
      since: null,
    },
    {
      source: 'lost message',
      region: GLOBAL,
      subject: name,
      is: gaveUpAt === null ? 'false' : 'true',
      what: `a message to “${name}” was given up`,
      detail: 'it is on Alerts, under Deliveries, with every attempt',
      since: gaveUpAt,
    },
  ]);
}

const waitingWords = (count: number) =>
  count === 0 ? 'nothing waits for it' : `${count} ${count === 1 ? 'message waits' : 'messages wait'} for it`;

/** Without spot prices and without anything else that is asked as often. */
function isEverythingLost(collectors: readonly CollectorHealth[]): boolean {
  const asked = collectors.filter(({ state }) => state !== 'disabled');
  const frequent = asked.filter(({ name }) => FREQUENT.has(name));
  return frequent.length > 0 && frequent.every(({ state }) => state === 'failing');
}

const FREQUENT: ReadonlySet<string> = new Set(['spot-price', 'quota-usage', 'reservation']);

function permission({ what, detail, since }: Finding, covered: boolean): Trouble {
  const [subject = what] = what.split(' is not allowed');
  return {
    source: 'permission',
    region: GLOBAL,
    subject,
    is: covered ? 'hold' : 'true',
    what,
    detail,
    since,
  };
}

function ofSource(one: CollectorHealth, covered: boolean): Trouble {
  const { name, region, state, outcome, lastCompleteAt } = one;
  // What is denied is told with its permission.
  const isFailing = state === 'failing' && outcome !== 'denied';
  return {
    source: name,
    region,
    subject: '',
    is: covered || state === 'starting' ? 'hold' : isFailing ? 'true' : 'false',
    what: `${name} in ${region}: no complete look`,
    detail: wordsOf([one]),
    since: lastCompleteAt,
  };
}

/** The newest of what AWS, or we, said about it. */
function wordsOf(collectors: readonly CollectorHealth[]): string {
  const failing = collectors.find(({ state, errorText }) => state === 'failing' && errorText != null);
  return failing?.errorText ?? '';
}

function oldest(collectors: readonly CollectorHealth[]): number | null {
  const times = collectors.flatMap(({ lastCompleteAt }) => lastCompleteAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
