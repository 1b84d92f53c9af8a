'use client';

import { useSyncExternalStore } from 'react';
import { KEYS_SETTING } from '../plain-key.ts';
import { readSetting, watchSetting, writeSetting } from '../setting.ts';
import { useDialog } from './use-dialog.ts';

const KEYS: readonly [where: string, keys: readonly [key: string, does: string][]][] = [
  [
    'On every page',
    [
      ['/', 'jump to a type, region, zone or page'],
      ['?', 'show these keys'],
      ['Esc', 'close what is open'],
    ],
  ],
  [
    'On the board',
    [
      ['j, k', 'next row, row before; from a row on, the arrows too'],
      ['Enter', 'open or close the row'],
      ['o', 'go to the page of its type'],
      ['w', 'watch the type, or no longer'],
    ],
  ],
  [
    'In the chart of a type',
    [
      ['← →', 'from change to change; with shift earlier, later'],
      ['+ −', 'closer, farther'],
      ['Esc', 'the whole time'],
    ],
  ],
];

/** The keys of the desk, shown by "?"; and the switch for whoever wants none of them. */
export function KeyHelp() {
  const dialog = useDialog('?');
  const isOn = useSyncExternalStore(
    (changed) => watchSetting(KEYS_SETTING, changed),
    () => readSetting(KEYS_SETTING) !== 'off',
    () => true,
  );
  return (
    <>
      <button
        type="button"
        aria-label="Keys"
        title="Keys"
        onClick={dialog.open}
        className="grid size-7 place-items-center rounded text-faint hover:text-ink max-lg:hidden"
      >
        ?
      </button>
      <dialog
        ref={dialog.ref}
        aria-label="Keys"
        className="m-auto w-[min(26rem,calc(100vw-1rem))] rounded border border-strong bg-panel p-0 text-ink shadow-lg backdrop:bg-black/40"
      >
        <div className="p-4">
          {KEYS.map(([where, keys]) => (
            <dl key={where} className="grid grid-cols-[5rem_1fr] gap-y-1 pb-4">
              <dt className="col-span-2 text-faint">{where}</dt>
              {keys.map(([key, does]) => (
                <div key={key} className="col-span-2 grid grid-cols-subgrid">
                  <dt>
                    <kbd className="font-mono">{key}</kbd>
                  </dt>
                  <dd className="text-soft">{does}</dd>
                </div>
              ))}
            </dl>
          ))}
          <div className="flex items-center justify-between gap-4">
            <label className="flex items-center gap-2 text-soft">
              <input
                type="checkbox"
                checked={isOn}
                onChange={(event) => writeSetting(KEYS_SETTING, event.target.checked ? 'on' : 'off')}
              />
              Single keys work in this browser
            </label>
            <button type="button" className="control" onClick={dialog.close}>
              Close
            </button>
          </div>
        </div>
      </dialog>
    </>
  );
}
