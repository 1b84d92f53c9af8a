import Link from 'next/link';
import { dayName, usd } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { type Choice, choiceHref } from './choice.ts';
import type { Matrix, MatrixCell, MatrixRow } from './matrix.ts';
import {
  daysWords,
  feeWords,
  listWords,
  lookedWords,
  markOf,
  shortInstant,
  startsIn,
  stateWords,
} from './words.ts';

type MatrixProps = { matrix: Matrix; choice: Choice; now: number };

/** Regions down, types across; on a phone a region is a block of those of its types that say something. */
export function MatrixTable({ matrix, choice, now }: MatrixProps) {
  const { types, rows, disabled, unsold, left } = matrix;
  return (
    <>
      {rows.length > 0 && (
        <div className="md:overflow-x-auto">
          <table className="grid-table md:!w-auto max-md:block">
            <caption className="sr-only">
              Cheapest price per accelerator-hour and earliest start of {choice.count} for{' '}
              {daysWords(choice.durationHours)}, by region and type
            </caption>
            <thead className="max-md:hidden">
              <tr>
                <th scope="col" className="sticky left-0 bg-paper">
                  Region
                </th>
                {types.map((type) => (
                  <th
                    key={type}
                    scope="col"
                    className={type === choice.type ? '!font-semibold !text-ink' : ''}
                  >
                    {type}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="max-md:block">
              {rows.map((row) => (
                <Row key={row.region} row={row} choice={choice} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {types.length === 0 && (
        <p className="text-soft">
          AWS is not asked for {choice.count} × {daysWords(choice.durationHours)} of any type.
        </p>
      )}
      <Folded name="Not enabled for this account, so not asked" items={disabled} />
      <Folded name="None of these types is sold there as a Capacity Block" items={unsold} />
      <Folded
        name={`Not asked for ${choice.count} × ${daysWords(choice.durationHours)}, or sold nowhere`}
        items={left}
      />
    </>
  );
}

function Folded({ name, items }: { name: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <p className="pt-2 text-faint md:px-2">
      {name}: {listWords(items)}
    </p>
  );
}

function Row({ row, choice, now }: { row: MatrixRow; choice: Choice; now: number }) {
  const own = row.cells.find((cell) => cell.place.type === choice.type);
  const isQuiet = own === undefined || own.place.state === 'not_sold' || own.place.state === 'not_asked';
  return (
    <tr
      className={`max-md:py-1 ${isQuiet ? 'max-md:hidden max-md:group-has-checked:block' : 'max-md:block'}`}
    >
      <th
        scope="row"
        className={`sticky left-0 !border-b-0 bg-paper !text-[13px] max-md:float-left max-md:group-has-checked:float-none max-md:block max-md:!border-t-0 max-md:!px-0 max-md:!py-0.5 ${row.region === choice.region ? '!font-semibold !text-ink' : '!text-ink'}`}
      >
        {row.region}
      </th>
      {row.cells.map((cell) => (
        <Cell key={cell.place.type} cell={cell} choice={choice} now={now} />
      ))}
    </tr>
  );
}

function Cell({ cell, choice, now }: { cell: MatrixCell; choice: Choice; now: number }) {
  const { place, cheapest, earliest } = cell;
  const looked = lookedWords(place, now);
  return (
    <td
      className={`max-md:items-baseline max-md:justify-between max-md:gap-3 max-md:!border-t-0 max-md:!px-0 max-md:!py-0.5 ${narrow(place, choice)}`}
      {...(cheapest === null && {
        title: `${place.type} in ${place.region}: ${stateWords(place.state)}, ${looked}`,
      })}
    >
      <span
        className={`text-faint md:hidden ${place.type === choice.type ? 'max-md:invisible max-md:group-has-checked:visible' : ''}`}
      >
        {place.type}
      </span>
      {cheapest === null || earliest === null ? (
        <span className="text-[12px]">
          <OutcomeMark outcome={markOf(place.state)} words={stateWords(place.state)} />
          <span className="sr-only">, {looked}</span>
        </span>
      ) : (
        <Link
          href={choiceHref(choice, { type: place.type, region: place.region, all: false })}
          prefetch={false}
          className="group block min-w-0 max-md:text-right"
          title={offerTitle(cell, now)}
        >
          <span className="whitespace-nowrap group-hover:underline">
            {cell.isLowest && (
              <span className="mr-1 text-cheap">
                <span aria-hidden="true">◆</span>
                <span className="sr-only">lowest of its type, </span>
              </span>
            )}
            <span className={cell.isLowest ? 'font-semibold text-cheap' : ''}>
              {cheapest.perAcceleratorHour === null
                ? feeWords(cheapest.fee)
                : usd(cheapest.perAcceleratorHour)}
            </span>
            {cheapest.perAcceleratorHour === null && <span className="text-faint"> in all</span>}
          </span>
          <span className="block text-[12px] whitespace-nowrap text-soft max-md:inline max-md:pl-2 max-[380px]:!block">
            {dayName(earliest.startAt)}
            <span className="max-[380px]:hidden">, {startsIn(earliest.startAt, now)}</span>
          </span>
          {!place.confirmed && (
            <span className="block text-[12px]">
              <OutcomeMark outcome={markOf(place.state)} words={`${stateWords(place.state)} since`} />
            </span>
          )}
          <span className="sr-only">, {looked}</span>
        </Link>
      )}
    </td>
  );
}

/** A phone shows the chosen type, and the others that say something behind the box above the table. */
function narrow({ type, state }: MatrixCell['place'], choice: Choice): string {
  if (type === choice.type) return 'max-md:flex';
  const isQuiet = state === 'not_sold' || state === 'not_asked';
  return isQuiet ? 'max-md:hidden' : 'max-md:hidden max-md:group-has-checked:flex';
}

function offerTitle({ place, cheapest, earliest }: MatrixCell, now: number): string {
  if (cheapest === null || earliest === null) return '';
  return (
    `${place.type} in ${place.region}: ${place.offers.length} on offer, earliest ${shortInstant(earliest.startAt, now)} UTC ` +
    `(${earliest.zoneId}), cheapest ${feeWords(cheapest.fee)} up front from ${shortInstant(cheapest.startAt, now)} UTC; ${lookedWords(place, now)}`
  );
}
