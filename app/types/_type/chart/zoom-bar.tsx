import { ChevronLeft, ChevronRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { instant } from '#app/_ui/format.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { canGoEarlier, panned, zoomed } from './zoom.ts';

type Props = { window: Span; shown: Span; onZoom: (span: Span | undefined) => void };

/** Which part of the time the chart shows, and the ways to another: for thumbs, mice and keys alike. */
export function ZoomBar({ window, shown, onZoom }: Props) {
  const isWhole = shown.from <= window.from && shown.to >= window.to;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <p className="text-soft">
        <time dateTime={formatInstant(shown.from)}>{instant(shown.from)}</time> to{' '}
        <time dateTime={formatInstant(shown.to)}>{instant(shown.to)}</time> UTC
      </p>
      <fieldset className="flex gap-1" aria-label="Part of the time that is shown">
        <Way
          name="Earlier"
          onTake={() => onZoom(panned(shown, -0.5, window))}
          isOff={!canGoEarlier(shown, window)}
        >
          <ChevronLeft size={15} />
        </Way>
        <Way name="Later" onTake={() => onZoom(panned(shown, 0.5, window))} isOff={shown.to >= window.to}>
          <ChevronRight size={15} />
        </Way>
        <Way name="Zoom in" onTake={() => onZoom(zoomed(shown, 0.5, window))}>
          <ZoomIn size={15} />
        </Way>
        <Way name="Zoom out" onTake={() => onZoom(zoomed(shown, 2, window))} isOff={isWhole}>
          <ZoomOut size={15} />
        </Way>
        <Way name="Whole range" onTake={() => onZoom(undefined)} isOff={isWhole}>
          <Maximize2 size={14} />
        </Way>
      </fieldset>
    </div>
  );
}

function Way(props: { name: string; onTake: () => void; isOff?: boolean; children: ReactNode }) {
  return (
    <button
      type="button"
      title={props.name}
      aria-label={props.name}
      disabled={props.isOff}
      onClick={props.onTake}
      className="grid size-7 place-items-center rounded-[3px] border border-line text-soft hover:border-faint hover:text-ink disabled:opacity-35 max-sm:size-9"
    >
      {props.children}
    </button>
  );
}
