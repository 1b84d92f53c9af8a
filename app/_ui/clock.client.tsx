'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { formatAge, formatInstant } from '#lib/domain/time.ts';
import { ago, instant } from './format.ts';

const NowContext = createContext(0);

type ClockProps = {
  /** Product time when the page was made. */
  now: number;
  /** Product milliseconds per real millisecond. */
  speed: number;
  children: ReactNode;
};

const TICK_MS = 1000;

/** Keeps product time running between two answers of the server, one timer for every age on the page. */
export function ClockProvider({ now, speed, children }: ClockProps) {
  const [current, setCurrent] = useState(now);
  useEffect(() => {
    const started = performance.now();
    const tick = () => setCurrent(now + (performance.now() - started) * speed);
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [now, speed]);
  return <NowContext value={current}>{children}</NowContext>;
}

/** Product time now. */
export function useNow(): number {
  return useContext(NowContext);
}

/** How old a fact is by the product clock; the exact instant on hover and for machines. */
export function Age({ at }: { at: number }) {
  const now = useNow();
  return (
    <time dateTime={formatInstant(at)} title={`${instant(at, true)} UTC`} className="whitespace-nowrap">
      {ago(at, now)}
    </time>
  );
}

/** The same in a narrow column: "4 min". */
export function ShortAge({ at }: { at: number }) {
  const now = useNow();
  return (
    <time dateTime={formatInstant(at)} title={`${instant(at, true)} UTC`}>
      {formatAge(now - at)}
    </time>
  );
}

/** The product's clock. Seconds only where they can be read. */
export function ClockFace({ speed }: { speed: number }) {
  const now = useNow();
  const shown = instant(now, speed <= 2);
  return (
    <time
      dateTime={formatInstant(Math.floor(now / TICK_MS) * TICK_MS)}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {shown} UTC
    </time>
  );
}
