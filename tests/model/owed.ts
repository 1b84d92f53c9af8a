import { HOUR, MINUTE } from '#lib/domain/time.ts';
import type { Told } from './oracle.ts';
import { type Pair, pairsOf } from './pairs.ts';
import type { Kind } from './reading.ts';
import type { RuleName, Rules, Script, Step } from './script.ts';
import type { Happened } from './world.ts';

/** News that somebody has to hear, by the lane of one rule to one channel, with the step that made it. */
export type Owed = {
  lane: string;
  kind: Kind;
  zone: string;
  episode: number;
  step: number;
  /** The look that its episode began with. */
  look: number;
};

/** A sweep at which a lane may be told again what fires. */
export type Due = { lane: string; step: number; at: number; repeatMs: number; zones: string[] };

type Silence = { match: Readonly<Record<string, string>>; startsAt: number; endsAt: number; isOver: boolean };

/** How people stand with one rule about one pool. */
type Standing = Pair & {
  open: number | undefined;
  last: number;
  isTrue: boolean;
  starts: Map<number, number>;
  looks: Map<number, number>;
  lastAt: number;
  /** While it comes and goes: when that was last said. */
  flapToldAt: number | undefined;
  keptBy: Map<number, Silence>;
  told: Set<number>;
  heard: Map<number, Set<string>>;
};

const fresh = (pair: Pair): Standing => ({
  ...pair,
  ...{ open: undefined, last: 0, isTrue: false, lastAt: 0, flapToldAt: undefined, told: new Set() },
  ...{ starts: new Map(), looks: new Map(), keptBy: new Map(), heard: new Map() },
});

/**
 * What is to be told of a trace, to whom and from when on, judged from what happened alone: written from the
 * specification (2.5 to 2.7) and decision 0021, not from the code. Kills, restarts, replays and the answers of receivers
 * play no part in it.
 */
export class Ledger {
  readonly owed = new Map<string, Owed>();
  readonly due: Due[] = [];
  readonly #standings: Standing[];
  readonly #silences: Silence[] = [];
  #rules: Rules;
  /** A rule that was taken away is known as it was. */
  #known: Rules;
  #step = 0;
  #at = 0;

  constructor(script: Script, history: readonly Happened[]) {
    this.#standings = pairsOf(script, history).map(fresh);
    this.#rules = script.first.rules;
    this.#known = this.#rules;
    history.forEach(({ step, at }, index) => {
      this.#step = index;
      this.#at = at;
      this.#follow(step);
    });
  }

  #follow(step: Step): void {
    for (const standing of this.#standings) this.#look(standing);
    if (step.do === 'silence') {
      const { match, lastsMs } = step;
      this.#silences.push({ match, startsAt: this.#at, endsAt: this.#at + lastsMs, isOver: false });
    }
    const ended = step.do === 'unsilence' ? this.#silences[step.which] : undefined;
    if (ended !== undefined) ended.endsAt = Math.min(ended.endsAt, this.#at);
    if (step.do === 'edit') {
      this.#rules = step.settings.rules;
      const { wide = this.#known.wide, sharp = this.#known.sharp } = this.#rules;
      this.#known = { wide, sharp };
    }
    if (step.do === 'sweep') this.#sweep();
  }

  #look(standing: Standing): void {
    const verdict = standing.seen.get(this.#step);
    if (verdict === 'true' || verdict === 'false') standing.isTrue = verdict === 'true';
    const told = standing.news.get(this.#step);
    if (told === undefined) return;
    standing.lastAt = Math.max(standing.lastAt, this.#at);
    if (told.kind === 'firing') this.#begin(standing, told);
    else this.#end(standing, told);
  }

  #begin(standing: Standing, { episode }: Told): void {
    const { starts, looks, rule } = standing;
    standing.open = episode;
    standing.last = episode;
    starts.set(episode, this.#at);
    looks.set(episode, this.#step);
    const isFlapping = standing.flapToldAt !== undefined;
    if (isFlapping && rule !== 'sharp') return;
    const isNoise = [...starts.values()].filter((at) => at > this.#at - HOUR).length >= 6;
    const isNews = isFlapping || !isNoise;
    if (!isNews) standing.flapToldAt = this.#at;
    this.#tell(standing, isNews ? 'firing' : 'flapping', episode);
  }

  /** An end for any other reason than the price is told even of what comes and goes. */
  #end(standing: Standing, { episode, reason }: Told): void {
    standing.open = undefined;
    if (standing.flapToldAt !== undefined && reason === 'cleared') return;
    this.#tell(standing, 'resolved', episode);
  }

  #tell(standing: Standing, kind: Kind, episode: number): void {
    const { rule, keptBy, told, heard } = standing;
    const own = this.#known[rule]?.channels ?? [];
    const before = heard.get(episode) ?? new Set();
    if (kind === 'resolved') {
      if (told.has(episode) || !keptBy.has(episode))
        this.#owe(standing, kind, episode, new Set([...own, ...before]));
      return;
    }
    const silence = this.#silenceOf(standing);
    if (silence !== undefined) {
      keptBy.set(episode, silence);
      return;
    }
    told.add(episode);
    heard.set(episode, new Set([...before, ...own]));
    this.#owe(standing, kind, episode, new Set(own));
  }

  #owe({ rule, zone, looks }: Standing, kind: Kind, episode: number, channels: Iterable<string>): void {
    const step = this.#step;
    for (const channel of channels) {
      const lane = `${channel}|${rule}`;
      // The beginning and the end of an episode are told once, whatever else comes to pass.
      const once = kind === 'firing' || kind === 'resolved' ? '' : step;
      const key = [lane, kind, zone, episode, once].join(' ');
      if (!this.owed.has(key))
        this.owed.set(key, { lane, kind, zone, episode, step, look: looks.get(episode) ?? 0 });
    }
  }

  #silenceOf({ labels }: Standing): Silence | undefined {
    return this.#silences
      .filter(({ startsAt, endsAt, isOver }) => startsAt <= this.#at && this.#at < endsAt && !isOver)
      .filter(({ match }) => Object.entries(match).every(([name, value]) => labels[name] === value))
      .sort((a, b) => b.endsAt - a.endsAt)[0];
  }

  #sweep(): void {
    for (const silence of this.#silences) {
      if (silence.isOver || silence.endsAt > this.#at) continue;
      silence.isOver = true;
      for (const standing of this.#standings) {
        const { open, keptBy, told } = standing;
        if (open === undefined || keptBy.get(open) !== silence || told.has(open)) continue;
        this.#tell(standing, 'firing', open);
      }
    }
    for (const standing of this.#standings) this.#settle(standing);
    for (const rule of ['wide', 'sharp'] as const) this.#remind(rule);
  }

  #settle(standing: Standing): void {
    const { flapToldAt: toldAt, lastAt, open, last, starts } = standing;
    if (toldAt === undefined) return;
    if (this.#at - lastAt >= HOUR) {
      standing.flapToldAt = undefined;
      this.#tell(standing, open === undefined ? 'resolved' : 'reminder', last);
    } else if (this.#at - toldAt >= 30 * MINUTE && [...starts.values()].some((at) => at > toldAt)) {
      standing.flapToldAt = this.#at;
      this.#tell(standing, 'flapping', last);
    }
  }

  #remind(rule: RuleName): void {
    const now = this.#rules[rule];
    if (now === undefined || now.repeatMs === 0) return;
    const zones = this.#standings
      .filter((standing) => standing.rule === rule && this.#firesOn(standing))
      .map(({ zone }) => zone);
    const { channels, repeatMs } = now;
    for (const channel of channels)
      this.due.push({ lane: `${channel}|${rule}`, step: this.#step, at: this.#at, repeatMs, zones });
  }

  #firesOn(standing: Standing): boolean {
    const { open, isTrue, flapToldAt, told } = standing;
    if (open === undefined || !isTrue || flapToldAt !== undefined || !told.has(open)) return false;
    return this.#silenceOf(standing) === undefined;
  }
}
