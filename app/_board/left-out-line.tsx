import type { TypeFacts } from '#db/queries/board.ts';
import type { BoardFilter } from './filter.ts';
import { leftOut } from './left-out.ts';

/** A word on what the address asks for and the board does not have. */
export function LeftOut(props: {
  filter: BoardFilter;
  types: readonly TypeFacts[];
  regions: readonly string[];
}) {
  const words = leftOut(props.filter, props.types, props.regions);
  if (words.length === 0) return null;
  return (
    <p className="shell pb-3 text-warn" data-testid="left-out">
      {words.join(' ')}
    </p>
  );
}
