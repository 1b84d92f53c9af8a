'use client';

import { type CSSProperties, type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import { instant } from '#app/_ui/format.ts';
import type { Span } from '#lib/series/coverage.ts';
import { draggedTo, type Grip, gripAt, shareOf } from './brush.ts';
import { overviewPath } from './overview-path.ts';
import type { PlotModel } from './plot-model.ts';
import { labelRoom, WIDE } from './plot-options.ts';
import { fitted } from './zoom.ts';

const BOX = { width: 1000, height: 40 };
/** A finger's reach, in pixels. */
const NEAR = 14;
const LEAST_DRAG = 0.006;
const KEY_STEP = 0.01;

type Props = { model: PlotModel; window: Span; shown: Span; onZoom: (span: Span | undefined) => void };
type Drag = { grip: Grip; start: number; end: number };

/** The whole time in small, and on it the part that the chart shows: dragged anew, moved, or made longer at its ends. */
export function Overview({ model, window, shown, onZoom }: Props) {
  const [drag, setDrag] = useState<Drag>();
  const path = useMemo(() => overviewPath(model, window, BOX), [model, window]);
  const now = drag === undefined ? shown : draggedTo(drag.grip, drag.start, drag.end, shown, window);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const { share, width } = place(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ grip: gripAt(share, shown, window, NEAR / width), start: share, end: share });
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (drag !== undefined) setDrag({ ...drag, end: place(event).share });
  };
  const onPointerUp = () => {
    setDrag(undefined);
    if (drag !== undefined && Math.abs(drag.end - drag.start) > LEAST_DRAG) onZoom(fitted(now, window));
  };
  const from = shareOf(now.from, window) * 100;
  const to = shareOf(now.to, window) * 100;
  return (
    <div
      className="pr-[var(--wide)] pl-[64px] max-[525px]:pr-[var(--narrow)] max-[525px]:pl-[52px]"
      style={marginsOf(model)}
    >
      <div
        data-testid="overview"
        className="relative h-10 touch-none border-y border-line select-none"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(undefined)}
      >
        <svg
          viewBox={`0 0 ${BOX.width} ${BOX.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          className="block h-full w-full"
        >
          <path
            d={path}
            fill="none"
            className="stroke-faint"
            strokeWidth="1"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <Shade left={0} width={from} />
        <Shade left={to} width={100 - to} />
        <Edge
          name="Start"
          at={now.from}
          left={from}
          move={(by) => onZoom(fitted(draggedTo('from', from / 100, from / 100 + by, shown, window), window))}
        />
        <Edge
          name="End"
          at={now.to}
          left={to}
          move={(by) => onZoom(fitted(draggedTo('to', to / 100, to / 100 + by, shown, window), window))}
        />
      </div>
    </div>
  );
}

function place(event: PointerEvent<HTMLDivElement>): { share: number; width: number } {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return { share: (event.clientX - left) / width, width };
}

function Shade({ left, width }: { left: number; width: number }) {
  return (
    <div
      className="pointer-events-none absolute inset-y-0 bg-sunken/80"
      style={{ left: `${left}%`, width: `${width}%` }}
    />
  );
}

function Edge({
  name,
  at,
  left,
  move,
}: {
  name: string;
  at: number;
  left: number;
  move: (by: number) => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    const by = {
      ArrowLeft: -KEY_STEP,
      ArrowRight: KEY_STEP,
      PageDown: -10 * KEY_STEP,
      PageUp: 10 * KEY_STEP,
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(by);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${name} of what the chart shows`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(left)}
      aria-valuetext={`${instant(at)} UTC`}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -ml-[7px] w-[14px] cursor-ew-resize"
      style={{ left: `${left}%` }}
    >
      <span aria-hidden="true" className="mx-auto block h-full w-[3px] bg-ink" />
    </div>
  );
}

/** As far from the edge as the chart above is, which keeps room for the names of its lines. */
function marginsOf({ lines }: PlotModel): CSSProperties {
  const room = (width: number) => `${labelRoom(lines, width)}px`;
  return { '--wide': room(WIDE), '--narrow': room(0) } as CSSProperties;
}
