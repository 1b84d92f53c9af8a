import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { noteDigests, readIssue } from '#db/queries/digest/issues.ts';
import { digestJob } from '#jobs/digest/index.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import type { DigestPlan } from '#lib/digest/plan.ts';
import { HOUR } from '#lib/domain/time.ts';
import { type StandIn, startStandIn } from '#tests/stand-in/index.ts';
import { type Desk, openDesk } from '../desk.ts';
import { RECORDED } from '../recorded.ts';
import { WEEKS, type Week } from './calendar.ts';
import { YEAR_FILES } from './files.ts';

const PLAN: DigestPlan = {
  ...{ name: 'weekly', channels: [], every: 'week', day: 'monday' },
  ...{ at: { hour: 8, minute: 0 }, zone: 'Europe/Berlin', types: [], regions: [] },
};

/** An answer of AWS about spot prices that was received whole: of which region and types, for which stretch of time. */
export type Answer = { region: string; types: string; from: number; to: number };

/** What had been seen when an issue was made: the answers, and when the price list and the offerings were looked at. */
type Seen = { answers: readonly Answer[]; looks: readonly number[] };

export type MadeIssue = { week: Week; document: DigestDocument; seen: Seen };

/** The folder of the recordings that the year is replayed from, by links. */
function yearFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'year-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of Object.values(YEAR_FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    symlinkSync(join(RECORDED, file), join(folder, file));
  }
  return folder;
}

/** The desk over the recorded year, at its start. */
export async function openYear(): Promise<Year> {
  const start = WEEKS[0]!.from + HOUR;
  const standIn = await startStandIn({
    source: { kind: 'replay', dir: yearFolder() },
    now: () => start,
    throttle: false,
  });
  onTestFinished(() => standIn.close());
  const desk = openDesk({ url: standIn.url, now: start });
  noteDigests(desk.db, [PLAN], start);
  return new Year(desk, standIn);
}

/** Runs the product's own jobs at chosen instants of the year, and notes what AWS was asked and told. */
export class Year {
  readonly #desk: Desk;
  readonly #standIn: StandIn;
  readonly #answers: Answer[] = [];
  readonly #looks: number[] = [];
  #now = 0;

  constructor(desk: Desk, standIn: StandIn) {
    this.#desk = desk;
    this.#standIn = standIn;
  }

  /** Sets the clock of AWS and that of the desk. */
  #setNow(now: number): void {
    this.#now = now;
    this.#standIn.setNow(() => now);
    this.#desk.setNow(now);
  }

  /** Looks at every source that an issue reads from the recording. */
  async look(now: number): Promise<void> {
    this.#setNow(now);
    for (const job of ['region', 'instance-type', 'type-offering', 'on-demand-price', 'spot-price'])
      await this.#desk.run(job);
    this.#looks.push(now);
    this.#noteAnswers();
  }

  /** Fills what is missing of the spot prices of the past. */
  async fillHistory(): Promise<void> {
    await this.#desk.run('spot-history');
    this.#noteAnswers();
  }

  /** While it lasts, spot prices of a region, or of all, are refused. */
  refuse(region?: string) {
    return this.#standIn.faults.add({
      ...{ kind: 'status503', service: 'ec2', action: 'DescribeSpotPriceHistory', times: Infinity },
      ...(region === undefined ? {} : { region }),
    });
  }

  /** Asks for the digest as the scheduler does; undefined where none was due. */
  async digest(now: number, week: Week): Promise<MadeIssue | undefined> {
    this.#setNow(now);
    if (digestJob.isDue?.(this.#desk.context) !== true) return undefined;
    await this.#desk.run('digest');
    const document = readIssue(this.#desk.db, PLAN.name, week.period);
    if (document === undefined) return undefined;
    return { week, document, seen: { answers: [...this.#answers], looks: [...this.#looks] } };
  }

  #noteAnswers(): void {
    for (const { action, region, params, status } of this.#standIn.requests.splice(0)) {
      if (action !== 'DescribeSpotPriceHistory' || status !== 200 || params.NextToken !== undefined) continue;
      const types = Object.entries(params)
        .filter(([name]) => name.startsWith('Filter.1.Value.'))
        .map(([, type]) => type);
      const to = params.EndTime === undefined ? this.#now : Date.parse(params.EndTime);
      this.#answers.push({
        region,
        types: types.sort().join(','),
        from: Date.parse(params.StartTime ?? ''),
        to,
      });
    }
  }
}
