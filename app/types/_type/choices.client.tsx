'use client';

import Link from 'next/link';
import { usd } from '#app/_ui/format.ts';
import { MOST_REGIONS, RANGE_NAMES, RANGE_WORDS, type TypeView, toggleRegion, typeHref } from './params.ts';
import type { Unit } from './units.ts';
import type { ChangeView } from './use-view.client.ts';

export type RegionChoice = { region: string; cheapest: number | null };

type ChoicesProps = {
  type: string;
  view: TypeView;
  change: ChangeView;
  units: readonly Unit[];
  regions: readonly RegionChoice[];
};

/** What the chart shows: links, so that every view has an address; another unit is shown at once. */
export function Choices({ type, view, change, units, regions }: ChoicesProps) {
  return (
    <div className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Segments
          name="Range"
          items={RANGE_NAMES.map((range) => ({
            text: RANGE_WORDS[range],
            href: typeHref(type, view, { range, zoom: undefined }),
            on: range === view.range && view.zoom === undefined,
          }))}
        />
        <Segments
          name="Unit"
          items={units.map((unit) => ({
            text: unit.label,
            title: unit.title,
            href: typeHref(type, view, { unit: unit.name, under: '' }),
            on: unit.name === view.unit,
            onChoose: () => change({ unit: unit.name, under: '' }),
          }))}
        />
      </div>
      {regions.length > 1 && (
        <nav
          aria-label={`Regions of the chart, at most ${MOST_REGIONS}`}
          className="flex gap-1.5 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:[scrollbar-width:none] sm:flex-wrap"
        >
          {regions.map(({ region, cheapest }) => (
            <Link
              key={region}
              href={typeHref(type, view, { regions: toggleRegion(view.regions, region), hidden: [] })}
              prefetch={false}
              replace
              scroll={false}
              aria-current={view.regions.includes(region) ? 'true' : undefined}
              className={`rounded-[3px] border px-2 py-0.5 whitespace-nowrap ${view.regions.includes(region) ? 'border-ink bg-ink text-paper' : 'border-line text-soft hover:border-faint'}`}
            >
              {region}{' '}
              <span className={view.regions.includes(region) ? '' : 'text-faint'}>
                {cheapest === null ? 'no price' : `from ${usd(cheapest)}/h`}
              </span>
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}

type Segment = { text: string; title?: string; href: string; on: boolean; onChoose?: () => void };

function Segments({ name, items }: { name: string; items: Segment[] }) {
  return (
    <nav aria-label={name} className="flex flex-wrap gap-x-3">
      {items.map((item) => (
        <Link
          key={item.text}
          href={item.href}
          title={item.title}
          prefetch={false}
          replace
          scroll={false}
          {...(item.onChoose !== undefined && { onNavigate: takeOver(item.onChoose) })}
          aria-current={item.on ? 'true' : undefined}
          className={`border-b-2 py-0.5 ${item.on ? 'border-ink' : 'border-transparent text-soft hover:text-ink'}`}
        >
          {item.text}
        </Link>
      ))}
    </nav>
  );
}

/** In place of the way by the server; a new tab still opens the address. */
function takeOver(choose: () => void) {
  return (event: { preventDefault: () => void }) => {
    event.preventDefault();
    choose();
  };
}
