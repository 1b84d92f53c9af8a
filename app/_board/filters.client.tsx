'use client';

import { Download, Search, SlidersHorizontal, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useOptimistic, useRef, useState } from 'react';
import { ColumnsMenu } from './columns-menu.client.tsx';
import { type BoardFilter, filterHref, filterQuery } from './filter.ts';
import { SortChoice } from './sort-choice.client.tsx';
import { WatchedSwitch } from './watched-switch.client.tsx';

export type FilterOptions = { vendors: string[]; families: string[]; purposes: string[]; regions: string[] };

const PAUSE_MS = 250;

const EVERYTHING = { vendor: '', family: '', purpose: '', region: '', q: '', watched: [] };

/** Narrows the board and chooses how it is shown; a plain form without JavaScript, at once with it. */
export function Filters({ filter: shown, options }: { filter: BoardFilter; options: FilterOptions }) {
  const router = useRouter();
  // A control shows what was chosen at once; a second choice is made on top of the first, though its board is on the way.
  const [filter, choose] = useOptimistic(shown, (now, change: Partial<BoardFilter>) => ({
    ...now,
    ...change,
  }));
  const go = (change: Partial<BoardFilter>) =>
    startTransition(() => {
      choose(change);
      router.replace(filterHref(filter, change), { scroll: false });
    });
  const [isShown, setShown] = useState(false);
  const isNarrowed = filterHref(filter) !== filterHref(filter, EVERYTHING);
  const query = filterQuery(filter);
  return (
    <search className="max-sm:w-full">
      <form
        action="/"
        className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
        onSubmit={(event) => event.preventDefault()}
      >
        <TextFilter q={filter.q} onText={(q) => go({ q })} />
        {/* A phone has no room for all of them above the rows. */}
        <button
          type="button"
          aria-expanded={isShown}
          className="control inline-flex items-center gap-1.5 text-soft sm:hidden"
          onClick={() => setShown(!isShown)}
        >
          <SlidersHorizontal aria-hidden="true" className="size-3.5" /> Filters and columns
        </button>
        <SortChoice filter={filter} onPick={go} />
        <div className={`contents ${isShown ? '' : 'max-sm:hidden'}`}>
          <Choice
            name="vendor"
            all="Every vendor"
            value={filter.vendor}
            options={options.vendors}
            onPick={(vendor) => go({ vendor })}
          />
          <Choice
            name="family"
            all="Every family"
            value={filter.family}
            options={options.families}
            onPick={(family) => go({ family })}
          />
          <Choice
            name="purpose"
            all="Every purpose"
            value={filter.purpose}
            options={options.purposes}
            onPick={(purpose) => go({ purpose })}
          />
          <Choice
            name="region"
            all="Every region"
            value={filter.region}
            options={options.regions}
            onPick={(region) => go({ region })}
          />
          <WatchedSwitch watched={filter.watched} onPick={(watched) => go({ watched })} />
          <Choice
            name="group"
            all="No groups"
            value={filter.group}
            options={['accelerator']}
            onPick={(group) => go({ group: group === 'accelerator' ? group : '' })}
          />
          <ColumnsMenu cols={filter.cols} onPick={(cols) => go({ cols })} />
          <noscript>
            <button type="submit" className="control">
              Show
            </button>
          </noscript>
          <a
            href={`/api/v1/board?${query === '' ? '' : `${query}&`}format=csv`}
            download=""
            className="control inline-flex items-center gap-1.5 text-soft"
            title="These rows and columns as a table, with units and the time of the look"
          >
            <Download aria-hidden="true" className="size-3.5" /> CSV
          </a>
          <Link
            href="/?wall=1"
            prefetch={false}
            className="control inline-flex items-center gap-1.5 text-soft max-lg:hidden"
            title="For a screen on the wall: prices, blocks and alerts in turn"
          >
            Wall
          </Link>
        </div>
        {isNarrowed && (
          <Link
            href={filterHref(filter, EVERYTHING)}
            prefetch={false}
            replace
            scroll={false}
            className="inline-flex min-h-[2rem] items-center gap-1 px-1 text-soft hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" /> Show all
          </Link>
        )}
      </form>
    </search>
  );
}

function TextFilter({ q, onText }: { q: string; onText: (q: string) => void }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A link or the back button may change the text; typing must not be overwritten by its own echo.
    if (field.current !== null && document.activeElement !== field.current) field.current.value = q;
  }, [q]);
  return (
    <label className="relative max-sm:col-span-2">
      <span className="sr-only">Filter by types, accelerators and regions; p5* is a pattern of types</span>
      <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2 size-4 text-faint" />
      <input
        ref={field}
        type="search"
        name="q"
        defaultValue={q}
        placeholder="Filter: p5*, chip, region"
        autoComplete="off"
        spellCheck={false}
        className="control w-full !pl-8 sm:w-60"
        onChange={(event) => {
          const text = event.target.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onText(text.trim()), PAUSE_MS);
        }}
      />
    </label>
  );
}

type ChoiceProps = {
  name: string;
  all: string;
  value: string;
  options: string[];
  onPick: (value: string) => void;
};

function Choice({ name, all, value, options, onPick }: ChoiceProps) {
  const known = value === '' || options.includes(value) ? options : [...options, value];
  return (
    <select
      name={name}
      aria-label={name}
      value={value}
      onChange={(event) => onPick(event.target.value)}
      className={`control min-w-0 ${value === '' ? 'text-soft' : '!border-ink'}`}
    >
      <option value="">{all}</option>
      {known.map((option) => (
        <option key={option} value={option}>
          {name === 'group' ? `By ${option}` : option}
        </option>
      ))}
    </select>
  );
}
