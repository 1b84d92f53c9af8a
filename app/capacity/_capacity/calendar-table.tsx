import { counted, dayName, usd } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import { BLOCK_DURATIONS_HOURS } from '#lib/capacity/durations.ts';
import { DAY } from '#lib/domain/time.ts';
import { type Calendar, type CalendarRow, durationsWords, type Week, type WeekSize } from './calendar.ts';
import { isHidden, type Place } from './places.ts';
import { feeWords, listWords, lookedWords, markOf, shortInstant, stateWords } from './words.ts';

type CalendarProps = {
  calendar: Calendar;
  type: string;
  /** What the chosen question came to, by region: why a row may be empty. */
  places: ReadonlyMap<string, Place>;
  now: number;
};

/** Eight weeks ahead, region by region: a strip of the days on which blocks start, their sizes, lengths and price. */
export function CalendarTable({ calendar, type, places, now }: CalendarProps) {
  const { weeks } = calendar;
  const rows = calendar.rows.filter((row) => !isEmpty(row));
  const empty = calendar.rows.filter(isEmpty).flatMap(({ region }) => places.get(region) ?? []);
  if (rows.length === 0) return <Empty places={empty} />;
  return (
    <>
      <Scroll label="Starts by week" className="md:overflow-x-auto">
        <table className="grid-table table-fixed max-md:block md:min-w-[52rem]">
          <caption className="sr-only">
            Starts of {type} blocks by region and week: sizes, lengths and the cheapest price per
            accelerator-hour
          </caption>
          <thead className="max-md:hidden">
            <tr>
              <th scope="col" className="w-36">
                Region
              </th>
              {weeks.map((week) => (
                <th key={week.index} scope="col">
                  {weekWords(week)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-md:block">
            {rows.map((row) => (
              <Row key={row.region} row={row} weeks={weeks} place={places.get(row.region)} now={now} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Empty places={empty} />
    </>
  );
}

const isEmpty = (row: CalendarRow): boolean => row.weeks.every((sizes) => sizes.length === 0);

/** Regions without a start, those of one reason together: a row each would say the same over and over. */
function Empty({ places }: { places: readonly Place[] }) {
  const states = [...new Set(places.map((place) => place.state))];
  return (
    <ul>
      {states.map((state) => (
        <li key={state} className="flex flex-wrap gap-x-2 pt-2 md:px-2">
          <OutcomeMark outcome={markOf(state)} words={`${stateWords(state)}, no start on record:`} />
          <span>
            {listWords(places.filter((place) => place.state === state).map((place) => place.region))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function weekWords(week: Week): string {
  return `${dayName(week.fromAt)} – ${dayName(week.fromAt + (week.days - 1) * DAY)}`;
}

/** On a phone what was not chosen waits behind the box above the table. */
function narrow(isShown: boolean, as: 'block' | 'flex' = 'block'): string {
  if (as === 'flex') return isShown ? 'max-md:flex' : 'max-md:hidden max-md:group-has-checked:flex';
  return isShown ? 'max-md:block' : 'max-md:hidden max-md:group-has-checked:block';
}

type RowProps = { row: CalendarRow; weeks: readonly Week[]; place: Place | undefined; now: number };

function Row({ row, weeks, place, now }: RowProps) {
  // Where the newest look went wrong nobody knows that there is none.
  const empty = place !== undefined && isHidden(place) ? 'none seen' : 'none';
  const isChosen = row.weeks.flat().some((size) => size.isChosen);
  return (
    <tr className={`max-md:py-1.5 ${narrow(isChosen)}`}>
      <th
        scope="row"
        className="!border-b-0 !align-top !text-[13px] !text-ink max-md:block max-md:!border-t-0 max-md:!px-0 max-md:!py-0"
      >
        {row.region}
        {place !== undefined && isHidden(place) && (
          <span className="block text-[12px] font-normal whitespace-normal">
            <OutcomeMark outcome={markOf(place.state)} words={stateWords(place.state)} />
            <span className="block text-faint">{lookedWords(place, now)}</span>
          </span>
        )}
      </th>
      {weeks.map((week, index) => {
        const sizes = row.weeks[index] ?? [];
        return (
          <td
            key={week.index}
            className={`!align-top max-md:gap-3 max-md:!border-t-0 max-md:!px-0 max-md:!py-0.5 ${
              sizes.length === 0
                ? 'max-md:hidden'
                : narrow(
                    sizes.some((size) => size.isChosen),
                    'flex',
                  )
            }`}
          >
            <span className="w-28 shrink-0 text-[12px] whitespace-nowrap text-faint md:hidden">
              {weekWords(week)}
            </span>
            {sizes.length === 0 && <span className="text-[12px] text-faint">{empty}</span>}
            <div>
              {sizes.map((size) => (
                <Size key={size.count} size={size} now={now} />
              ))}
            </div>
          </td>
        );
      })}
    </tr>
  );
}

/** One size: the days it can start on, how many, for how long, from what price. */
function Size({ size, now }: { size: WeekSize; now: number }) {
  const { count, durations, cheapest, isChosen, isLowest } = size;
  return (
    <div
      className={`mb-1.5 text-[12px] leading-tight max-md:items-end max-md:gap-3 ${isChosen ? 'max-md:flex' : 'max-md:hidden max-md:group-has-checked:flex'}`}
      title={sizeTitle(size, now)}
    >
      <Strip starts={size.starts} count={count} isChosen={isChosen} />
      <p>
        <span className={isChosen ? 'font-semibold' : ''}>
          {count} × {durationsWords(durations, BLOCK_DURATIONS_HOURS)}
        </span>{' '}
        <span className={`whitespace-nowrap ${isLowest ? 'text-cheap' : 'text-soft'}`}>
          {isLowest && (
            <>
              <span aria-hidden="true">◆</span>
              <span className="sr-only">lowest for {count}, </span>
            </>
          )}
          {cheapest.perAcceleratorHour === null
            ? `${feeWords(cheapest.fee)} in all`
            : usd(cheapest.perAcceleratorHour)}
        </span>
      </p>
    </div>
  );
}

const MARK = 8;
const STEP = MARK + 2;
const TALL = 11;

/** A mark for each day of the week, raised where a block starts; taller for more instances. */
function Strip({ starts, count, isChosen }: { starts: readonly number[]; count: number; isChosen: boolean }) {
  const height = 4 + Math.min(7, Math.round(Math.log2(count) * 1.6));
  const width = starts.length * STEP - 2;
  const marks = (has: boolean, tall: number) =>
    starts
      .map((many, day) => (many > 0 === has ? `M${day * STEP} ${TALL - tall}h${MARK}v${tall}h-${MARK}z` : ''))
      .join('');
  return (
    <svg
      viewBox={`0 0 ${width} ${TALL}`}
      width={width}
      height={TALL}
      aria-hidden="true"
      className="my-0.5 block shrink-0"
    >
      <path d={marks(false, 1)} className="fill-strong" />
      <path d={marks(true, height)} className={isChosen ? 'fill-ink' : 'fill-faint'} />
    </svg>
  );
}

function sizeTitle({ starts, count, durations, cheapest, earliestAt }: WeekSize, now: number): string {
  const total = starts.reduce((sum, one) => sum + one, 0);
  return (
    `${count} × ${durationsWords(durations, BLOCK_DURATIONS_HOURS)}: ${counted(total, 'offer')}, first start ${shortInstant(earliestAt, now)} UTC; ` +
    `cheapest ${feeWords(cheapest.fee)} up front for ${cheapest.durationHours / 24} d from ${shortInstant(cheapest.startAt, now)} UTC in ${cheapest.zoneId}`
  );
}
