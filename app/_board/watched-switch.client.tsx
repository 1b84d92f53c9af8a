'use client';

import { Star } from 'lucide-react';
import { MOST_WATCHED } from './filter.ts';
import { useStars } from './use-stars.ts';

type Props = { watched: readonly string[]; onPick: (watched: readonly string[]) => void };

/**
 * Shows the watched types alone. The address has their names, so that it shows the same to everybody; it changes when
 * the reader says so, never with a star.
 */
export function WatchedSwitch({ watched, onPick }: Props) {
  const { stars, replace } = useStars();
  const isOn = watched.length > 0;
  const show = (types: readonly string[]) => onPick([...types].sort().slice(0, MOST_WATCHED));
  const isMine = [...stars].sort().join() === [...watched].sort().join();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <button
        type="button"
        aria-pressed={isOn}
        disabled={!isOn && stars.length === 0}
        title={stars.length === 0 ? 'Mark a type with its star first' : 'Only the types marked with a star'}
        className={`control inline-flex items-center gap-1.5 disabled:text-faint max-sm:w-full ${isOn ? '!border-ink' : 'text-soft'}`}
        onClick={() => show(isOn ? [] : stars)}
      >
        <Star aria-hidden="true" className={`size-3.5 ${isOn ? 'fill-current text-accent' : ''}`} /> Watched{' '}
        {isOn ? watched.length : stars.length}
      </button>
      {isOn && !isMine && (
        <span className="text-soft">
          not your stars:{' '}
          {stars.length > 0 && (
            <>
              <button type="button" className="link" onClick={() => show(stars)}>
                show mine
              </button>
              ,{' '}
            </>
          )}
          <button type="button" className="link" onClick={() => replace(watched)}>
            star these
          </button>
        </span>
      )}
    </span>
  );
}
