import { existsSync } from 'node:fs';
import { DAY, SPOT_HISTORY } from '#lib/domain/time.ts';
import type { SourceOption } from '#tests/stand-in/index.ts';
import { OBSERVED_2023 } from '../helpers/recorded.ts';

/** What is collected, and where the product's clock stands while it is. */
export type Plan = {
  label: string;
  source: SourceOption;
  /** The stand-in's clock, and the product's at the poll of the present. */
  end: number;
  from: number;
  /**
   * The back-fill sees 90 days behind its clock, as AWS does. To collect a year in one go, the clock is put back
   * between two runs of the job; the stand-in's stays at `end` and serves everything.
   */
  clocks: readonly number[];
};

/** Days the stand-in serves: more than any plan asks for. */
export const SERVED_DAYS = 500;

/** The grid of the product's windows is ten days: eighty leave no window cut in two, and no stretch left out. */
const HOP = 80 * DAY;

/** The stretch of the untimed first call. */
const WARM_UP = 12 * DAY;

export function wholePlan(): Plan {
  return existsSync(OBSERVED_2023) ? recordedYear() : simulatedMarket();
}

/** A small part of a plan: every contestant takes it once before its time is taken. */
export function smallPart(plan: Plan): Plan {
  return { ...plan, from: plan.end - WARM_UP, clocks: [plan.end] };
}

function recordedYear(): Plan {
  const end = Date.UTC(2023, 11, 31, 22);
  const from = Date.UTC(2022, 11, 1);
  return {
    label: 'recorded year over 22 regions, 2022-12-03 to 2023-12-31',
    source: { kind: 'replay', dir: OBSERVED_2023 },
    end,
    from,
    clocks: clocksBackTo(from, end),
  };
}

function simulatedMarket(): Plan {
  const end = Date.UTC(2026, 0, 1);
  return {
    label: 'SIMULATED market over 90 days (the recorded year is not beside the checkout)',
    source: { kind: 'market', seed: 7 },
    end,
    from: end - SPOT_HISTORY,
    clocks: [end],
  };
}

function clocksBackTo(from: number, end: number): number[] {
  const clocks = [end];
  const first = end - SPOT_HISTORY;
  for (let horizon = first - (first % (10 * DAY)); horizon > from; ) {
    horizon -= HOP;
    clocks.push(horizon + SPOT_HISTORY);
  }
  return clocks;
}
