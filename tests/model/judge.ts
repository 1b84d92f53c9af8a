import { CANARY } from './configuration.ts';
import { type Due, Ledger, type Owed } from './owed.ts';
import { type Item, type Reading, read } from './reading.ts';
import { type Call, isUnsure } from './receivers.ts';
import type { Script } from './script.ts';
import type { Played } from './world.ts';

/** How one lane stands with its reader. */
type Lane = {
  name: string;
  /** Owed and not yet known to have arrived, oldest first. */
  open: Set<Owed>;
  /** When the last message is known to have arrived, or may have. */
  last: { step: number; at: number } | undefined;
  reminded?: { step: number; zones: string[] };
};

/** What is wrong with what the receivers got; nothing for a desk that keeps its promises. */
export function judge(script: Script, played: Played): string[] {
  const judgement = new Judgement(script, played);
  for (const call of played.calls) judgement.hear(call);
  return judgement.close();
}

class Judgement {
  readonly #played: Played;
  readonly #due: readonly Due[];
  readonly #owed: readonly Owed[];
  readonly #lanes = new Map<string, Lane>();
  readonly #problems: string[] = [];
  readonly #taken = new Set<Owed>();
  readonly #unsure = new Set<Owed>();
  /** Reminders, which nobody is owed, by what explains them. */
  readonly #reminded = new Map<string, Owed>();
  /** The id by which news was told first, and what each id stands for. */
  readonly #ids = new Map<Owed, string>();
  readonly #heads = new Map<string, Item[]>();
  #where = '';

  constructor(script: Script, played: Played) {
    const { owed, due } = new Ledger(script, played.history);
    this.#played = played;
    this.#due = due;
    this.#owed = [...owed.values()];
  }

  hear(call: Call): void {
    const reading = this.#read(call);
    const lane = this.#lane(`${call.channel}|${reading.rule}`, call.step);
    this.#where = `step ${call.step}, ${lane.name}, notice ${reading.noticeId.slice(0, 8)}`;
    const head = this.#match(reading.head, lane, call, reading);
    const told = [...head, ...this.#match(reading.later, lane, call, reading, head)];
    this.#checkIds(head, reading);
    this.#checkOrder(told, lane);
    const isRepeat = told.some((news) => this.#unsure.has(news));
    if (isRepeat !== reading.mayRepeat) this.#say(`mayRepeat is ${reading.mayRepeat}, not ${isRepeat}`);
    this.#conclude(call, reading, { head, told, lane });
  }

  close(): string[] {
    this.#where = 'at the end';
    const { calls, log, history, waiting, replays } = this.#played;
    for (const lane of new Set(this.#owed.map((owed) => owed.lane)))
      for (const owed of this.#lane(lane, history.length).open)
        this.#say(`never told: ${JSON.stringify(owed)}`);
    if (waiting > 0) this.#say(`${waiting} messages wait for ever`);
    if (replays > 0) this.#say(`a look that was evaluated again made ${replays} news`);
    for (const due of this.#due) if (due.step === history.length - 2) this.#checkReminder(due);
    for (const text of [...log, ...calls.flatMap(({ body, headers }) => [body, headers])])
      if (text.includes(CANARY)) this.#say(`shows a secret: ${text}`);
    return this.#problems;
  }

  /** A refused message goes again as plain text, which need not show all that it stands for. */
  #read(call: Call): Reading {
    const reading = read(call);
    const known = this.#heads.get(reading.noticeId);
    const head = reading.isPlain && call.channel === 'hook' ? (known ?? []) : reading.head;
    if (head.length === 0) this.#say(`tells nothing: ${call.body}`);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(head))
      this.#say('tells something else than under the same id before');
    this.#heads.set(reading.noticeId, head);
    return { ...reading, head };
  }

  #lane(name: string, step: number): Lane {
    const lane = this.#lanes.get(name) ?? { name, open: new Set(), last: undefined };
    this.#lanes.set(name, lane);
    for (const owed of this.#owed) {
      if (owed.lane !== name || owed.step >= step || this.#taken.has(owed)) continue;
      this.#taken.add(owed);
      lane.open.add(owed);
    }
    return lane;
  }

  #match(
    items: readonly Item[],
    lane: Lane,
    call: Call,
    { noticeId }: Reading,
    used: readonly Owed[] = [],
  ): Owed[] {
    const found: Owed[] = [];
    for (const item of items) {
      const owed = [...lane.open].find(
        (one) => !used.includes(one) && !found.includes(one) && isOf(item, one),
      );
      const news = owed ?? (item.kind === 'reminder' ? this.#explain(item, lane, call, noticeId) : undefined);
      if (news === undefined) this.#say(`not owed, or told before: ${JSON.stringify(item)}`);
      else found.push(news);
    }
    return found;
  }

  /** A reminder stands for a sweep that found its lane at rest for long enough; one that may have arrived is not repeated. */
  #explain({ zone }: Item, lane: Lane, call: Call, noticeId: string): Owed | undefined {
    const key = `${noticeId} ${zone}`;
    const known = this.#reminded.get(key);
    if (known !== undefined) return this.#unsure.has(known) ? undefined : known;
    const { last } = lane;
    if (last === undefined) return undefined;
    const due = this.#due.find(
      ({ lane: name, step, at, repeatMs, zones }) =>
        name === lane.name &&
        step > last.step &&
        step < call.step &&
        at - last.at >= repeatMs &&
        zones.includes(zone),
    );
    if (due === undefined || [...lane.open].some(({ step }) => step <= due.step)) return undefined;
    const reminded: Owed = { ...due, kind: 'reminder', zone, episode: 0, look: 0 };
    this.#reminded.set(key, reminded);
    return reminded;
  }

  #checkIds(head: readonly Owed[], { noticeId }: Reading): void {
    for (const news of head) {
      const before = this.#ids.get(news) ?? noticeId;
      if (before !== noticeId) this.#say(`was told as notice ${before.slice(0, 8)} before`);
      this.#ids.set(news, before);
    }
  }

  #checkOrder(told: readonly Owed[], { open }: Lane): void {
    const newest = Math.max(...told.map((news) => news.step));
    for (const owed of open)
      if (owed.step < newest && !told.includes(owed)) this.#say(`passes ${JSON.stringify(owed)}`);
  }

  #conclude(
    call: Call,
    { isPlain }: Reading,
    { head, told, lane }: { head: Owed[]; told: Owed[]; lane: Lane },
  ): void {
    if (isUnsure(call)) {
      this.#doubt(call, told, lane);
      return;
    }
    // Refused in both forms it is given up, and the desk says so elsewhere.
    const over = call.answer === 'ok' ? told : call.answer === 'form' && isPlain ? head : [];
    for (const news of over) lane.open.delete(news);
    if (call.answer !== 'ok') return;
    lane.last = { step: call.step, at: call.at };
    const zones = head.flatMap(({ kind, zone }) => (kind === 'reminder' ? [zone] : []));
    if (zones.length > 0) lane.reminded = { step: call.step, zones };
  }

  /** It may have arrived: news is told again, a reminder is dropped and the next one due as if it had. */
  #doubt({ step }: Call, told: readonly Owed[], lane: Lane): void {
    for (const news of told) {
      this.#unsure.add(news);
      if (news.kind !== 'reminder') continue;
      lane.open.delete(news);
      lane.last = { step, at: this.#played.history[news.step]?.at ?? 0 };
    }
  }

  /** Everything is at rest: what fires on is told again, and nothing else. */
  #checkReminder({ lane: name, step, zones, at, repeatMs }: Due): void {
    const { last, reminded } = this.#lanes.get(name) ?? {};
    const isLate = reminded !== undefined && reminded.step > step;
    if (last === undefined || (!isLate && at - last.at < repeatMs)) return;
    const got = isLate ? reminded.zones.toSorted().join() : '';
    if (got !== zones.toSorted().join()) this.#say(`${name}: reminded of [${got}], not of [${zones}]`);
  }

  #say(what: string): void {
    this.#problems.push(`${this.#where}: ${what}`);
  }
}

/** A beginning shows the newest price when it is told, an end the one that it began with. */
function isOf({ kind, zone, look }: Item, owed: Owed): boolean {
  if (kind !== owed.kind || zone !== owed.zone) return false;
  if (look === undefined) return true;
  return kind === 'resolved' ? look === owed.look : look >= owed.look && look <= owed.step;
}
