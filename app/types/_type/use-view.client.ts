'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
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
  const change = useCallback(
    (part: Partial<TypeView>) => {
      const href = typeHref(type, view, part);
      setSearch(new URL(href, window.location.href).searchParams.toString());
      if ((part.zoom?.from ?? knownFrom) < knownFrom) router.replace(href, { scroll: false });
      else window.history.replaceState(null, '', href);
    },
    [type, view, router, knownFrom, setSearch],
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
