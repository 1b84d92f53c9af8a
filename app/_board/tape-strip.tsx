import Link from 'next/link';
import { ChangeText } from '#app/_ui/change.tsx';
import { counted } from '#app/_ui/format.ts';
import { PerHour } from '#app/_ui/per-hour.tsx';
import type { TapeEntry } from './tape.ts';

/** The market in one line: what one accelerator costs for an hour, in the middle of all its pools. */
export function TapeStrip({ entries, isFilling }: { entries: TapeEntry[]; isFilling: boolean }) {
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="tape" className="overflow-hidden border-b border-line">
      <h2 id="tape" className="shell border-b border-line py-1 text-[12px] text-faint">
        Median spot per accelerator-hour, change in 24 h
      </h2>
      <ul className="-mb-px flex overflow-x-auto max-md:[scrollbar-width:none] md:grid md:grid-cols-[repeat(auto-fill,minmax(11.4rem,1fr))]">
        {entries.map((entry) => (
          <li key={entry.accelerator} className="shrink-0 border-r border-b border-line max-md:min-w-36">
            <Link
              href={`/?q=${encodeURIComponent(entry.accelerator)}`}
              prefetch={false}
              replace
              // Twenty cells would stand between the keyboard and the board; the search box does the same.
              tabIndex={-1}
              title={`Median over ${counted(entry.pools, 'pool')}; the change is over 24 hours`}
              className="block px-3 py-1.5 hover:bg-sunken lg:px-4"
            >
              <span className="block truncate text-[12px] text-faint">{entry.accelerator}</span>
              <span className="flex items-baseline justify-between gap-2">
                <span className="font-medium">
                  <PerHour micro={entry.median} />
                </span>
                <span className="text-[12px]">
                  {entry.change24h === null ? (
                    <span className="text-faint">{isFilling ? 'coming in' : 'no history'}</span>
                  ) : (
                    <ChangeText fraction={entry.change24h} />
                  )}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
