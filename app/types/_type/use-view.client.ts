'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
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
  const params = useSearchParams();
  const router = useRouter();
  const view = useMemo(() => parseTypeView(Object.fromEntries(params), known), [params, known]);
  const change = useCallback(
    (part: Partial<TypeView>) => {
      const href = typeHref(type, view, part);
      if ((part.zoom?.from ?? knownFrom) < knownFrom) router.replace(href, { scroll: false });
      else window.history.replaceState(null, '', href);
    },
    [type, view, router, knownFrom],
  );
  return { view, change };
}
