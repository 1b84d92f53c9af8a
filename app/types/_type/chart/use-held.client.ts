'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';

/** What is drawn stays as it is while somebody drags over it: news would take the stretch out of their hand. */
export function useHeld<T extends object>(latest: T, element: RefObject<HTMLElement | null>): T {
  const [held, setHeld] = useState<T>();
  const newest = useRef(latest);
  useEffect(() => {
    newest.current = latest;
  });
  useEffect(() => {
    const area = element.current;
    if (area === null) return;
    const hold = () => setHeld(newest.current);
    // After the chart's own listener, which sits on the document and takes the stretch.
    const release = () => setHeld(undefined);
    area.addEventListener('mousedown', hold);
    window.addEventListener('mouseup', release);
    return () => {
      area.removeEventListener('mousedown', hold);
      window.removeEventListener('mouseup', release);
    };
  }, [element]);
  return held ?? latest;
}
