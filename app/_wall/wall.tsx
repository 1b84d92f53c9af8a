import 'server-only';
import type { ReactNode } from 'react';
import type { BoardFacts } from '#app/_board/facts.ts';
import { buildTape } from '#app/_board/tape.ts';
import { ChangeText } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { usd } from '#app/_ui/format.ts';
import { Shell } from '#app/_ui/shell.tsx';
import type { Db } from '#db/client.ts';
import { listAlerts } from '#db/queries/alerts.ts';
import { blockOffers } from '#db/queries/capacity-offers.ts';
import { alertHeadline } from '#lib/alerts/wording.ts';
import { groupBy } from '#lib/domain/group.ts';
import { DAY, formatAge } from '#lib/domain/time.ts';
import { Rotate, type WallPart } from './rotate.client.tsx';
import type { WallPartName, WallView } from './view.ts';

type WallProps = { db: Db; facts: BoardFacts; view: WallView; now: number };

/** As many lines as can be read from five metres. */
const LINES = 10;

/** The desk on a wall: one part after the other in letters that are read from across the room, with its own age. */
export function Wall({ db, facts, view, now }: WallProps) {
  const parts = view.parts.map((name): WallPart => ({ name, ...PARTS[name]({ db, facts, now }) }));
  return (
    <Shell current="none" title="Wall: prices, blocks and alerts in turn" asOf={facts.asOf} now={now}>
      <div className="shell pt-[1.5vw]">
        <Rotate parts={parts} seconds={view.seconds} />
        <p className="mt-[1vw] text-[1.6vw] text-faint max-sm:text-[4vw]">
          {facts.asOf === null ? (
            'No price yet'
          ) : (
            <>
              Prices looked up <Age at={facts.asOf} />
            </>
          )}
        </p>
      </div>
    </Shell>
  );
}

type PartProps = Omit<WallProps, 'view'>;

const PARTS: Record<WallPartName, (props: PartProps) => { title: string; content: ReactNode }> = {
  prices: ({ facts, now }) => {
    const all = buildTape(facts.types, facts.pools, facts.valuesAt((facts.asOf ?? now) - DAY));
    const trained = new Set(
      facts.types.filter(({ purpose }) => purpose !== 'inference').map((type) => type.accelerator),
    );
    const isTrained = ({ accelerator }: (typeof all)[number]) => trained.has(accelerator);
    const tape = [...all.filter(isTrained), ...all.filter((one) => !isTrained(one))];
    return {
      title: 'Median spot, $ per accelerator-hour, and 24 h',
      content: (
        <Lines
          rows={tape
            .slice(0, LINES)
            .map(({ accelerator, median, change24h }) => [
              accelerator,
              usd(median),
              change24h === null ? 'not known' : <ChangeText key="change" fraction={change24h} />,
            ])}
          empty="No spot price is on record yet"
        />
      ),
    };
  },
  blocks: ({ db, now }) => ({
    title: 'Capacity Blocks, cheapest per accelerator-hour, and first start',
    content: <Lines rows={blockRows(db, now)} empty="No block is known to be on sale" />,
  }),
  alerts: ({ db }) => {
    const firing = listAlerts(db, { limit: 100 }).filter(({ phase }) => phase === 'firing');
    const more = firing.length - (LINES - 2);
    return {
      title: firing.length === 0 ? 'Alerts' : `Firing: ${firing.length}`,
      content: (
        <>
          <Lines
            rows={firing.slice(0, LINES - 2).map((alert) => [alertHeadline(alert)])}
            empty="Nothing is firing"
          />
          {more > 0 && <p className="text-[1.8vw] text-faint">and {more} more</p>}
        </>
      ),
    };
  },
};

function blockRows(db: Db, now: number): ReactNode[][] {
  const offers = blockOffers(db, now, { state: 'open' });
  const rows = [...groupBy(offers, ({ type }) => type)].flatMap(([type, own]) => {
    const prices = own.flatMap(({ perAcceleratorHour: price }) => price ?? []);
    if (prices.length === 0) return [];
    const start = Math.min(...own.map(({ startAt }) => startAt));
    const wait = start <= now ? 'now' : `in ${formatAge(start - now)}`;
    return [{ price: Math.min(...prices), cells: [type, usd(Math.min(...prices)), wait] }];
  });
  return rows
    .toSorted((a, b) => b.price - a.price)
    .slice(0, LINES)
    .map(({ cells }) => cells);
}

function Lines({ rows, empty }: { rows: readonly ReactNode[][]; empty: string }) {
  if (rows.length === 0) return <p className="py-[2vw] text-[3vw] text-soft max-sm:text-[6vw]">{empty}</p>;
  return (
    <ul className="my-[1vw]">
      {rows.map(([first, ...rest], index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the place of a line is what it is
          key={index}
          className="grid grid-cols-[2fr_1fr_1fr] items-baseline gap-[1vw] border-t border-line py-[0.5vw] text-[2.9vw] leading-tight max-sm:text-[5vw]"
        >
          <span
            className={rest.length === 0 ? 'col-span-3 text-[2.2vw] max-sm:text-[4.4vw]' : 'font-semibold'}
          >
            {first}
          </span>
          {rest.map((cell, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two fixed columns
            <span key={column} className="text-right">
              {cell}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
