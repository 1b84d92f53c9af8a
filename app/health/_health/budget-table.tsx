import { count, counted, finePercent } from '#app/_ui/format.ts';
import { Scroll } from '#app/_ui/scroll.tsx';
import type { ActionBudget, RegionBudget } from '#lib/health/api-budget.ts';

type BudgetHours = { last: string; present: string };

/** What each action may be called in a region, and what was made of it: the busiest region leads, the rest unfolds. */
export function BudgetTable({ budgets, hours }: BudgetProps) {
  return (
    <>
      <Narrow budgets={budgets} hours={hours} />
      <Wide budgets={budgets} hours={hours} />
    </>
  );
}

type BudgetProps = { budgets: readonly ActionBudget[]; hours: BudgetHours };

/** On a phone an action is two lines: its name with its share, and the numbers of the busiest region. */
function Narrow({ budgets, hours }: BudgetProps) {
  return (
    <ul className="sm:hidden">
      {budgets.map((budget) => (
        <li key={budget.action} className="border-line border-t py-1.5">
          <span className="flex flex-wrap justify-between gap-x-3">
            <span className="[overflow-wrap:anywhere]">{budget.action}</span>
            <Share budget={budget} />
          </span>
          <NarrowNumbers budget={budget} hours={hours} />
          <Pace regions={budget.regions} own={budget.ownPerSecond} />
        </li>
      ))}
    </ul>
  );
}

function NarrowNumbers({ budget, hours }: { budget: ActionBudget; hours: BudgetHours }) {
  const [busiest] = budget.regions;
  if (busiest === undefined) return null;
  const allowed = budget.documentedPerHour ?? budget.ownPerHour;
  return (
    <span className="block text-[12px] text-soft">
      {busiest.region}: {count(busiest.lastHour)} from {hours.last}, {count(busiest.thisHour)} {hours.present}
      , of {count(Math.round(allowed))} an hour
      {budget.throttled > 0 && <span className="text-warn">, {count(budget.throttled)} throttled</span>}
    </span>
  );
}

function Share({ budget }: { budget: ActionBudget }) {
  return (
    <span className={`whitespace-nowrap ${budget.share > 0.5 ? 'text-warn' : ''}`}>
      {finePercent(budget.share)}
      {budget.documentedPerHour === null && <span className="text-faint"> of ours</span>}
    </span>
  );
}

function Wide({ budgets, hours }: BudgetProps) {
  return (
    <Scroll label="Calls by action" className="overflow-x-auto max-sm:hidden">
      <table className="grid-table !w-auto [&_td]:pr-4 [&_th]:pr-4">
        <caption className="sr-only">Calls to AWS by action, beside what is allowed</caption>
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col">Busiest region</th>
            <th scope="col" className="num">
              {hours.last}
            </th>
            <th scope="col" className="num">
              {hours.present}
            </th>
            <th scope="col" className="num" title="What AWS documents, per region and hour">
              AWS allows/h
            </th>
            <th scope="col" className="num" title="What we allow ourselves: other tools share the account">
              We take/h
            </th>
            <th scope="col" className="num">
              Share
            </th>
            <th scope="col" className="num">
              Throttled
            </th>
            <th scope="col">Pace now</th>
          </tr>
        </thead>
        <tbody>
          {budgets.map((budget) => (
            <Row key={budget.action} budget={budget} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ budget }: { budget: ActionBudget }) {
  const [busiest] = budget.regions;
  if (busiest === undefined) return null;
  return (
    <tr>
      <td className="whitespace-nowrap">{budget.action}</td>
      <td>
        {budget.regions.length === 1 ? (
          busiest.region
        ) : (
          <Regions busiest={busiest} regions={budget.regions} own={budget.ownPerSecond} />
        )}
      </td>
      <td className="num">{count(busiest.lastHour)}</td>
      <td className="num">{count(busiest.thisHour)}</td>
      <td className="num text-soft">
        {budget.documentedPerHour === null ? 'not said' : count(Math.round(budget.documentedPerHour))}
      </td>
      <td className="num text-soft">{count(Math.round(budget.ownPerHour))}</td>
      <td className="num">
        <Share budget={budget} />
      </td>
      <td className={`num ${budget.throttled > 0 ? 'text-warn' : 'text-soft'}`}>{count(budget.throttled)}</td>
      <td>
        <Pace regions={budget.regions} own={budget.ownPerSecond} />
      </td>
    </tr>
  );
}

/** The rate of the slowest region, and whether that is the full one. */
function Pace({ regions, own }: { regions: readonly RegionBudget[]; own: number }) {
  const slowed = regions.filter((one) => one.perSecond < own * 0.999);
  const slowest = Math.min(own, ...slowed.map((one) => one.perSecond));
  if (slowed.length === 0) return <span className="whitespace-nowrap text-soft">{rate(own)}, full</span>;
  return (
    <span className="whitespace-nowrap text-warn">
      {rate(slowest)}, slowed in {slowed.length === 1 ? slowed[0]?.region : counted(slowed.length, 'region')}
    </span>
  );
}

function rate(perSecond: number): string {
  return `${Number(perSecond.toPrecision(2))}/s`;
}

function Regions({
  busiest,
  regions,
  own,
}: {
  busiest: RegionBudget;
  regions: readonly RegionBudget[];
  own: number;
}) {
  return (
    <details>
      <summary className="whitespace-nowrap hover:text-ink">
        {busiest.region} <span className="text-faint">of {regions.length}</span>
      </summary>
      <ul className="py-1 pl-4 text-[12px] text-soft">
        {regions.map((one) => (
          <li key={one.region} className="whitespace-nowrap">
            {one.region}: {count(one.lastHour)} and {count(one.thisHour)}
            {one.throttled > 0 && `, ${count(one.throttled)} throttled`}
            {one.perSecond < own * 0.999 && `, now ${rate(one.perSecond)}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
