'use client';

import { Search, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { type BoardFilter, filterHref } from './filter.ts';

export type FilterOptions = { vendors: string[]; families: string[]; purposes: string[]; regions: string[] };

const PAUSE_MS = 250;

/** Narrows the board; a plain form without JavaScript, at once with it. */
export function Filters({ filter, options }: { filter: BoardFilter; options: FilterOptions }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const search = useRef<HTMLInputElement>(null);
  const go = (change: Partial<BoardFilter>) => router.replace(filterHref(filter, change), { scroll: false });
  useSlashKey(search);
  useEffect(() => {
    // A link or the back button may change the text; typing must not be overwritten by its own echo.
    if (search.current !== null && document.activeElement !== search.current) search.current.value = filter.q;
  }, [filter.q]);
  const narrowed = filterHref({ ...filter, sort: 'desk' }) !== '/';
  return (
    <search className="max-sm:w-full">
      <form
        action="/"
        className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
        onSubmit={(event) => event.preventDefault()}
      >
        <label className="relative max-sm:col-span-2">
          <span className="sr-only">Search types, accelerators and regions; p5* is a pattern of types</span>
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2 size-4 text-faint"
          />
          <input
            ref={search}
            type="search"
            name="q"
            defaultValue={filter.q}
            placeholder="Type, p5*, chip, region"
            autoComplete="off"
            spellCheck={false}
            className="control w-full !pl-8 sm:w-60"
            onChange={(event) => {
              const q = event.target.value;
              clearTimeout(timer.current);
              timer.current = setTimeout(() => go({ q: q.trim() }), PAUSE_MS);
            }}
          />
        </label>
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
        <noscript>
          <button type="submit" className="control">
            Show
          </button>
        </noscript>
        {narrowed && (
          <Link
            href={filterHref({ ...filter, vendor: '', family: '', purpose: '', region: '', q: '' })}
            prefetch={false}
            replace
            scroll={false}
            className="inline-flex items-center gap-1 px-1 text-soft hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" /> Show all
          </Link>
        )}
      </form>
    </search>
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
          {option}
        </option>
      ))}
    </select>
  );
}

/** "/" goes to the search box, as on any desk. */
function useSlashKey(target: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, select, textarea') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      target.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [target]);
}
