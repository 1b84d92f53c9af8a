'use client';

import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { search } from './rank.ts';
import type { Names, Target } from './targets.ts';
import { useDialog } from './use-dialog.ts';

/** `words` says why types and regions are not there, while they are not. */
type Known = { names: Names; words?: string };

const NOTHING: Names = { types: [], regions: [] };
const ASKING: Known = { names: NOTHING, words: 'Asking for the names of types and regions…' };

/** The way to any page, type, region or zone by its name: a button, and the key "/" on every page. */
export function Jump() {
  const [opened, setOpened] = useState(0);
  const anew = useCallback(() => setOpened((times) => times + 1), []);
  const dialog = useDialog('/', anew);
  return (
    <>
      <button
        type="button"
        onClick={dialog.open}
        aria-label="Jump to a type, region, zone or page"
        aria-keyshortcuts="/"
        className="inline-flex items-center gap-1.5 rounded text-soft hover:text-ink max-sm:-mx-2 max-sm:size-9 max-sm:justify-center sm:h-7 sm:border sm:border-line sm:px-2"
      >
        <Search aria-hidden="true" className="size-3.5" />
        <span className="max-lg:hidden">Jump</span>
        <kbd className="font-sans text-faint max-lg:hidden">/</kbd>
      </button>
      <dialog
        ref={dialog.ref}
        aria-label="Jump to"
        className="m-auto mt-[10vh] w-[min(36rem,calc(100vw-1rem))] rounded border border-strong bg-panel p-0 text-ink shadow-lg backdrop:bg-black/40"
      >
        {opened > 0 && <JumpBox key={opened} onDone={dialog.close} />}
      </dialog>
    </>
  );
}

function JumpBox({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { names, words } = useNames();
  const found = search(text, names);
  useEffect(() => field.current?.focus(), []);
  const go = (target: Target | undefined) => {
    if (target === undefined) return;
    onDone();
    router.push(target.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setAt((at + step + found.length) % found.length);
    // Enter that ends the composing of a letter is no answer.
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex border-b border-line">
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Jump to"
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={found[at] === undefined ? undefined : `${list}-${at}`}
          value={text}
          placeholder="p5en, trn2 tokyo, h100, use1-az4, alerts"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-11 w-full min-w-0 bg-transparent px-4 text-[16px] outline-none sm:text-[14px]"
        />
        <button type="button" onClick={onDone} className="px-4 text-soft hover:text-ink sm:hidden">
          Close
        </button>
      </div>
      <div role="listbox" id={list} aria-label="Places" className="max-h-[60vh] overflow-y-auto py-1">
        {found.map((target, index) => (
          <Option
            key={`${target.text} ${target.href}`}
            id={`${list}-${index}`}
            target={target}
            isChosen={index === at}
            onGo={() => go(target)}
          />
        ))}
      </div>
      <p role="status" className="border-t border-line px-4 py-2 text-[12px] text-faint">
        {words ??
          (found.length === 0 ? (
            'Nothing has such a name.'
          ) : (
            <>
              <span className="sm:hidden">Tap where to go.</span>
              <span className="max-sm:hidden">Arrows and Enter; Escape closes.</span>
            </>
          ))}
      </p>
    </>
  );
}

type OptionProps = { id: string; target: Target; isChosen: boolean; onGo: () => void };

function Option({ id, target, isChosen, onGo }: OptionProps) {
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) self.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keyboard is with the box above
    <div
      ref={self}
      id={id}
      role="option"
      aria-selected={isChosen}
      onClick={onGo}
      className={`flex cursor-pointer items-baseline gap-3 px-4 py-1.5 hover:bg-sunken max-sm:py-2.5 ${isChosen ? 'bg-sunken shadow-[inset_2px_0_0_var(--accent)]' : ''}`}
    >
      <span className="font-medium">{target.text}</span>
      <span className="truncate text-faint">{target.hint}</span>
    </div>
  );
}

/** What has a name, asked for when the box is first opened; pages are known without. */
function useNames(): Known {
  const [known, setKnown] = useState<Known>(ASKING);
  useEffect(() => {
    const abort = new AbortController();
    fetch('/api/v1/names', { signal: abort.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        setKnown({ names: (await response.json()) as Names });
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          setKnown({ names: NOTHING, words: `Types and regions could not be fetched: ${String(error)}` });
      });
    return () => abort.abort();
  }, []);
  return known;
}
