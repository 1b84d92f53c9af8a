'use client';

import { Columns3 } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { COLUMNS, type ColumnKey, DEFAULT_COLUMNS, toggleColumn, writeColumns } from './columns.ts';

type Props = { cols: readonly ColumnKey[]; onPick: (cols: readonly ColumnKey[]) => void };

/** Which columns the board has. */
export function ColumnsMenu({ cols, onPick }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  useClosing(menu);
  return (
    <details ref={menu} className="relative">
      <summary className="control flex list-none items-center gap-1.5 text-soft [&::-webkit-details-marker]:hidden">
        <Columns3 aria-hidden="true" className="size-3.5" /> Columns
      </summary>
      <fieldset className="absolute z-30 mt-1 w-64 rounded border border-strong bg-panel p-2 shadow-lg max-w-[calc(100vw-2rem)]">
        <legend className="sr-only">Columns of the board</legend>
        {COLUMNS.map(({ key, head, title }) => (
          <label
            key={key}
            title={title}
            className="flex min-h-[26px] items-center gap-2 rounded px-1 hover:bg-sunken max-md:min-h-9"
          >
            <input
              type="checkbox"
              checked={cols.includes(key)}
              disabled={cols.length === 1 && cols.includes(key)}
              onChange={() => onPick(toggleColumn(cols, key))}
            />
            {head}
          </label>
        ))}
        <p className="px-1 pt-2 text-[12px] text-faint">
          What the screen has no room for is told in the open rows.
        </p>
        {writeColumns(cols) !== '' && (
          <button type="button" className="link px-1 pt-2 text-soft" onClick={() => onPick(DEFAULT_COLUMNS)}>
            The usual columns
          </button>
        )}
      </fieldset>
    </details>
  );
}

/** Escape and a click elsewhere close it. */
function useClosing(menu: RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const element = menu.current;
      if (event.key !== 'Escape' || element === null || !element.open) return;
      element.open = false;
      if (element.contains(document.activeElement)) element.querySelector('summary')?.focus();
    };
    const onPress = (event: PointerEvent) => {
      if (menu.current !== null && !menu.current.contains(event.target as Node)) menu.current.open = false;
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPress);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPress);
    };
  }, [menu]);
}
