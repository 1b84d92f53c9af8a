import { perVersion } from '#app/_server/per-version.ts';
import type { Db } from '#db/client.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { type Extras, readExtras } from './extras.ts';
import { type BoardFacts, readBoardFacts } from './facts.ts';
import type { BoardFilter } from './filter.ts';
import { type BoardView, buildBoard } from './model.ts';
import { buildTape, type TapeEntry } from './tape.ts';

/**
 * The board as an address asks for it, for the page and for the HTTP interface alike. What it is made of is read once
 * for each version of the data, however many screens show it.
 */
export function readBoard(
  db: Db,
  filter: BoardFilter,
  now: number,
): { facts: BoardFacts; view: BoardView; tape: () => TapeEntry[] } {
  const facts = perVersion(db, 'board', () => readBoardFacts(db));
  // An order may be by a column that is not shown.
  const wanted = new Set<string>([...filter.cols, filter.sort]);
  const extras = keptExtras(db, wanted, facts.types, now);
  // Changes are measured from the newest look: the tape is of that look, too.
  const tape = () =>
    perVersion(db, 'board tape', () =>
      buildTape(facts.types, facts.pools, facts.valuesAt((facts.asOf ?? now) - DAY)),
    );
  return { facts, view: buildBoard(facts, filter, now, extras), tape };
}

/** What there is of types besides prices, read once for each version of the data; `types`: all that there are. */
export function keptExtras(
  db: Db,
  wanted: ReadonlySet<string>,
  types: readonly { name: string }[],
  now: number,
): Extras {
  // A block that begins goes off sale without any news.
  const slot = Math.floor(now / MINUTE);
  return readExtras(db, wanted, types, now, (source, read) =>
    perVersion(db, source === 'block' ? `board block ${slot}` : `board ${source}`, read),
  );
}
