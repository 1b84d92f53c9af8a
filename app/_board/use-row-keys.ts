import { type RefObject, useEffect } from 'react';
import { plainKey } from '#app/_ui/plain-key.ts';

const TOGGLE = '[data-row-toggle]';
const FOLLOWS: Record<string, string> = { o: '[data-row-link]', w: '[data-row-star]' };

/**
 * Moves the keyboard from row to row: j and k anywhere on the board, the arrows from a row on. The focus is the row's own
 * button, so Enter opens it as it opens any button; o follows the row's link, w watches its type.
 */
export function useRowKeys(table: RefObject<HTMLTableElement | null>): void {
  useEffect(() => {
    let last: HTMLElement | undefined;
    const onKey = (event: KeyboardEvent) => {
      const key = plainKey(event);
      if (key === undefined || table.current === null) return;
      const row = rowWithFocus(table.current);
      const follows = row === undefined ? undefined : FOLLOWS[key];
      const step = stepOf(key);
      if (follows !== undefined) row?.querySelector<HTMLElement>(follows)?.click();
      else if (step !== undefined)
        last = stepTo(table.current, row?.querySelector<HTMLElement>(TOGGLE) ?? last, step);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [table]);
}

function rowWithFocus(table: HTMLElement): HTMLElement | undefined {
  const row = document.activeElement?.closest<HTMLElement>('tr[data-testid]') ?? undefined;
  return row !== undefined && table.contains(row) ? row : undefined;
}

/** The arrows count from a row's own button on: elsewhere they scroll. */
function stepOf(key: string): 1 | -1 | undefined {
  if (key === 'j') return 1;
  if (key === 'k') return -1;
  if (document.activeElement?.matches(TOGGLE) !== true) return undefined;
  return key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : undefined;
}

function stepTo(table: HTMLElement, from: HTMLElement | undefined, step: 1 | -1): HTMLElement | undefined {
  const all = [...table.querySelectorAll<HTMLElement>(TOGGLE)];
  const at = from === undefined ? -1 : all.indexOf(from);
  const next = all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
  next?.focus({ preventScroll: true });
  // The sticky heads would lie over a row that the browser scrolls to the very top.
  next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  return next;
}
