'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { setAddress } from '#app/_ui/renew.ts';
import { type KnownView, parseTypeView, type TypeView, typeHref } from './params.ts';

export type ChangeView = (change: Partial<TypeView>) => void;

/**
 * The view that the address names, and how it is changed: at once, without asking the server. Only a look at the time
 * before `knownFrom` needs lines that come with the page.
 */
export function useTypeView(
  type: string,
  known: KnownView,
  knownFrom: number,
): { view: TypeView; change: ChangeView } {
  const router = useRouter();
  const [search, setSearch] = useAddress();
  const view = useMemo(
    () => parseTypeView(Object.fromEntries(new URLSearchParams(search)), known),
    [search, known],
  );
  // What changes the view stays the same while the view changes: a chart that is made of it is not made anew.
  const now = useRef({ view, knownFrom });
  useEffect(() => {
    now.current = { view, knownFrom };
  }, [view, knownFrom]);
  const change = useCallback(
    (part: Partial<TypeView>) => {
      const before = now.current;
      const href = typeHref(type, before.view, part);
      now.current = { ...before, view: { ...before.view, ...part } };
      setSearch(new URL(href, window.location.href).searchParams.toString());
      if ((part.zoom?.from ?? before.knownFrom) < before.knownFrom) router.replace(href, { scroll: false });
      else setAddress(href);
    },
    [type, router, setSearch],
  );
  return { view, change };
}

/**
 * What the address asks for. The router tells of a change a moment after it: a box that waited for that would spring
 * back, and a second change in that moment would undo the first.
 */
function useAddress(): [search: string, set: (search: string) => void] {
  const told = useSearchParams().toString();
  const [search, setSearch] = useState(told);
  useEffect(() => {
    if (new URLSearchParams(window.location.search).toString() === told) setSearch(told);
  }, [told]);
  return [search, setSearch];
}
