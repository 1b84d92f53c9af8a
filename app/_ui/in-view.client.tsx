'use client';

import { useEffect, useRef } from 'react';

/** Stands at the end of a row of links: brings the one that is current into view, where the row is scrolled. */
export function InView({ current }: { current: string }) {
  const self = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is a reason to look again
  useEffect(() => {
    const row = self.current?.parentElement;
    const link = row?.querySelector<HTMLElement>('[aria-current=page]');
    if (!row || !link || row.scrollWidth <= row.clientWidth) return;
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  }, [current]);
  return <span ref={self} hidden />;
}
