import type { Db } from '#db/client.ts';
import { dataVersion } from '#db/queries/version.ts';
import { BackfillBar } from './_board/backfill-bar.tsx';
import { BoardTable } from './_board/board-table.client.tsx';
import { type BoardFacts, readBoardFacts } from './_board/facts.ts';
import { type BoardFilter, parseFilter, type SearchParams } from './_board/filter.ts';
import { type FilterOptions, Filters } from './_board/filters.client.tsx';
import { LeftOut } from './_board/left-out-line.tsx';
import type { BoardView } from './_board/model.ts';
import { fillProgress } from './_board/progress.ts';
import { readBoard } from './_board/read.ts';
import { TapeStrip } from './_board/tape-strip.tsx';
import { boardTopics } from './_board/topics.ts';
import { productNow } from './_server/clock.ts';
import { counted } from './_ui/format.ts';
import { Notice } from './_ui/notice.tsx';
import { openForPage } from './_ui/page-database.ts';
import { Refusal } from './_ui/refusal.tsx';
import { Shell } from './_ui/shell.tsx';
import { readWall } from './_wall/view.ts';
import { Wall } from './_wall/wall.tsx';

export default async function BoardPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const asked = await searchParams;
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="board" />;
  const now = productNow();
  const wall = readWall(asked);
  if (wall !== undefined) return <Wall db={db} facts={readBoardFacts(db)} view={wall} now={now} />;
  return <Board db={db} filter={parseFilter(asked)} now={now} />;
}

function Board({ db, filter, now }: { db: Db; filter: BoardFilter; now: number }) {
  const { facts, view, tape } = readBoard(db, filter, now);
  const progress = fillProgress([...facts.spotTargets.values()], now);
  const filling = progress !== undefined && progress.done < progress.regions.length ? progress : undefined;
  return (
    <Shell
      current="board"
      title="Board: what accelerators cost now, and where"
      asOf={facts.asOf}
      news={boardTopics(filter.cols, filter.sort)}
      now={now}
    >
      <TapeStrip entries={tape()} isFilling={filling !== undefined} />
      {filling !== undefined && <BackfillBar progress={filling} />}
      {facts.types.length === 0 ? (
        <NothingYet />
      ) : (
        <>
          <div className="shell flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <Filters filter={filter} options={optionsOf(facts)} />
            <Summary view={view} />
          </div>
          <LeftOut filter={filter} types={facts.types} regions={facts.askedRegions} />
          {view.rows.length === 0 ? (
            <NoMatch />
          ) : (
            <BoardTable
              rows={view.rows}
              filter={filter}
              regions={view.shownRegions}
              version={dataVersion(db)}
            />
          )}
        </>
      )}
    </Shell>
  );
}

function Summary({ view }: { view: BoardView }) {
  return (
    <p className="text-faint sm:ml-auto">
      {counted(view.rows.length, 'type')}, {view.priced} with a spot price, {counted(view.pools, 'pool')} in{' '}
      {counted(view.regions, 'region')}
    </p>
  );
}

function NothingYet() {
  return (
    <Notice title="Nothing has been collected yet">
      <p>
        The catalogue of accelerators arrives with the first look at AWS, prices a few seconds later. This
        page shows them by itself.
      </p>
    </Notice>
  );
}

function NoMatch() {
  return (
    <Notice title="No type matches">
      <p>No accelerator type in the catalogue fits all of these filters at once.</p>
    </Notice>
  );
}

function optionsOf(facts: BoardFacts): FilterOptions {
  const unique = (values: string[]) =>
    [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return {
    vendors: unique(facts.types.map((type) => type.vendor)),
    families: unique(facts.types.map((type) => type.family)),
    purposes: ['training', 'inference'],
    regions: unique(facts.askedRegions),
  };
}
