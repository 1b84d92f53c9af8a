import Link from 'next/link';
import type { ReactNode } from 'react';
import { BUY_WORDS } from '#app/_ui/buy-words.ts';
import type { ComparePage } from './read.ts';
import { type CompareView, compareHref, MOST_TYPES, RANGES, RATIO_BUYS, type RangeName } from './view.ts';

export const UNIT_WORDS = {
  accelerator: '$/accelerator-h',
  pflop: '$/PFLOP-h',
  gib: '$/GiB-h',
  hour: '$/instance-h',
} as const;

/** What is compared: chips that take a type away, and a form that adds one or asks about a region. */
export function Choosers({ view, choices }: Pick<ComparePage, 'view' | 'choices'>) {
  const more = choices.types.filter((type) => !view.types.includes(type));
  return (
    <div className="print:hidden flex flex-wrap items-end gap-x-5 gap-y-2 py-3">
      <nav aria-label="Types that are compared" className="flex flex-wrap gap-1.5">
        {view.types.map((type) => (
          <Link
            key={type}
            href={compareHref(view, { types: view.types.filter((one) => one !== type) })}
            prefetch={false}
            aria-label={`Take ${type} away`}
            className="rounded-[3px] border border-ink bg-ink px-2 py-0.5 whitespace-nowrap text-paper"
          >
            {type} <span aria-hidden="true">×</span>
          </Link>
        ))}
      </nav>
      <form action="/compare" className="flex flex-wrap items-end gap-2">
        {hidden({ unit: view.unit, of: view.of, per: view.per, buy: view.buy, range: view.range })}
        {view.types.length < MOST_TYPES && (
          <label className="flex flex-col text-[12px] text-faint">
            Add a type
            <select name="types" defaultValue={view.types.join(',')} className="control">
              <option value={view.types.join(',')}>none</option>
              {more.map((type) => (
                <option key={type} value={[...view.types, type].join(',')}>
                  {type}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="flex flex-col text-[12px] text-faint">
          Where
          <select name="region" defaultValue={view.region ?? ''} className="control">
            <option value="">Wherever it is cheapest</option>
            {choices.regions.map((region) => (
              <option key={region}>{region}</option>
            ))}
          </select>
        </label>
        <button type="submit" className="control border-ink bg-ink px-3 text-paper">
          Show
        </button>
      </form>
      <Segments name="Unit">
        {(Object.keys(UNIT_WORDS) as CompareView['unit'][]).map((unit) => (
          <Choice key={unit} href={compareHref(view, { unit })} on={unit === view.unit}>
            {UNIT_WORDS[unit]}
          </Choice>
        ))}
      </Segments>
    </div>
  );
}

/** Which two are set against each other, how they are bought, and for how long back. */
export function RatioChoosers({ view }: { view: CompareView }) {
  return (
    <div className="print:hidden flex flex-wrap items-end gap-x-5 gap-y-2 pb-2">
      <form action="/compare" className="flex flex-wrap items-end gap-2">
        {hidden({ types: view.types.join(','), region: view.region, unit: view.unit, range: view.range })}
        {(['of', 'per'] as const).map((name) => (
          <label key={name} className="flex flex-col text-[12px] text-faint">
            {name === 'of' ? 'Price of' : 'over price of'}
            <select name={name} defaultValue={view[name]} className="control">
              {view.types.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </select>
          </label>
        ))}
        <label className="flex flex-col text-[12px] text-faint">
          Bought
          <select name="buy" defaultValue={view.buy} className="control">
            {RATIO_BUYS.map((buy) => (
              <option key={buy} value={buy}>
                {BUY_WORDS[buy]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="control px-3">
          Show
        </button>
      </form>
      <Segments name="Range">
        {(Object.keys(RANGES) as RangeName[]).map((range) => (
          <Choice key={range} href={compareHref(view, { range })} on={range === view.range}>
            {range.replace('d', ' d')}
          </Choice>
        ))}
      </Segments>
    </div>
  );
}

function hidden(values: Record<string, string | undefined>) {
  return Object.entries(values).map(
    ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
  );
}

function Segments({ name, children }: { name: string; children: ReactNode }) {
  return (
    <nav aria-label={name} className="flex flex-wrap gap-x-3">
      {children}
    </nav>
  );
}

function Choice({ href, on, children }: { href: string; on: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      replace
      scroll={false}
      aria-current={on ? 'true' : undefined}
      className={`border-b-2 py-0.5 ${on ? 'border-ink' : 'border-transparent text-soft hover:text-ink'}`}
    >
      {children}
    </Link>
  );
}
