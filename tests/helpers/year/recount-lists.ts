import type { Week } from './calendar.ts';
import type { ExpectedSection } from './expected.ts';
import { at, type RecordedList, type Recording } from './recording.ts';
import { dollars, moment, move } from './words.ts';

/** Whether a look has ever found a type in a region: somewhere there on offer, or with a spot price. */
function wasFound(
  { offers, pools }: Recording,
  type: string,
  region: string,
  looks: readonly number[],
): boolean {
  return [...offers, ...pools].some(
    (one) =>
      one.type === type &&
      one.region === region &&
      looks.some((look) => at<unknown>(one.turns, look) != null),
  );
}

type Change = { type: string; region: string; before: number | null; now: number | null; since: number };

/**
 * From look to look at the price list, a price has moved, has come back, or is no longer in it. Nothing is believed
 * of a type that is in the list for no region at all, or gone from a region where it was never found.
 */
function changesOf(recording: Recording, list: RecordedList, looks: readonly number[]): Change[] {
  const { type, region, turns } = list;
  const listedAt = (look: number) =>
    recording.lists.some((other) => other.type === type && at(other.turns, look) != null);
  const changes: Change[] = [];
  let held: number | null | undefined;
  for (const [index, look] of looks.entries()) {
    const now = at(turns, look) ?? null;
    if (now === (held ?? null)) continue;
    const isGone = listedAt(look) && wasFound(recording, type, region, looks.slice(0, index + 1));
    if (now === null && !isGone) continue;
    const turned = turns.findLast((turn) => turn.at <= look)?.at ?? look;
    if (held !== undefined)
      changes.push({ type, region, before: held, now, since: now === null ? look : turned });
    held = now;
  }
  return changes;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const price = (micro: number | null) => (micro === null ? 'none' : dollars(micro));

export function expectedLists(
  recording: Recording,
  looks: readonly number[],
  { from, to }: Week,
): ExpectedSection {
  const changes = recording.lists
    .flatMap((list) => changesOf(recording, list, looks))
    .filter(({ since }) => since > from && since <= to)
    .sort((a, b) => byText(a.type, b.type) || byText(a.region, b.region) || a.since - b.since);
  return {
    title: 'List prices that changed',
    note: 'On-demand, Linux, $/h. Source: AWS Price List.',
    heads: ['Type', 'Region', 'Before', 'Now', 'Change', 'Since'],
    rows: changes.map(({ type, region, before, now, since }) => [
      [type, region, price(before), price(now), move(now, before), moment(since)],
    ]),
    hidden: 0,
  };
}
