import { formatInstant, HOUR } from '#lib/domain/time.ts';

/** What is asked of a region: exactly this item, count and duration, starting within the window if there is one. */
export type BlockQuestion = {
  /** An instance type, or an UltraServer type such as u-p6e-gb200x72. */
  item: string;
  /** Instances, or UltraServers. */
  count: number;
  durationHours: number;
  /** Milliseconds UTC. */
  startAfter?: number | undefined;
  startBefore?: number | undefined;
};

/** UltraServer types all begin so (EC2 User Guide, UltraServers). */
export function isUltraServer(item: string): boolean {
  return item.startsWith('u-');
}

/** What tells the series of one item in one region apart: 8x168h, or with a window 8x168h@2026-12-01T00:00:00Z/. */
export function qualifierOf(question: BlockQuestion): string {
  return `${question.count}x${question.durationHours}h${windowOf(question)}`;
}

/** The window for the start as part of a qualifier; '' without one. */
export function windowOf({ startAfter, startBefore }: BlockQuestion): string {
  if (startAfter === undefined && startBefore === undefined) return '';
  return `@${instantOrNothing(startAfter)}/${instantOrNothing(startBefore)}`;
}

const instantOrNothing = (at: number | undefined) => (at === undefined ? '' : formatInstant(at));

const QUALIFIER = /^(\d+)x(\d+)h(?:@(.*)\/(.*))?$/;

/** Count, hours and window that a qualifier stands for; undefined for that of another kind of series. */
export function readQualifier(qualifier: string): Omit<BlockQuestion, 'item'> | undefined {
  const match = QUALIFIER.exec(qualifier);
  if (match === null) return undefined;
  const [, count, hours, after = '', before = ''] = match;
  return {
    count: Number(count),
    durationHours: Number(hours),
    ...(after === '' ? {} : { startAfter: Date.parse(after) }),
    ...(before === '' ? {} : { startBefore: Date.parse(before) }),
  };
}

/**
 * The latest end to ask for. EndDateRange bounds the end of the block, not its start: without the duration added the
 * answer would be empty (EC2 API Reference).
 */
export function latestEnd({ startBefore, durationHours }: BlockQuestion): number | undefined {
  return startBefore === undefined ? undefined : startBefore + durationHours * HOUR;
}
