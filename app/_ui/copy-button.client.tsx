'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

const SHOWN_MS = 2000;

type State = 'idle' | 'copied' | 'refused';

type CopyProps = {
  /** The id of the element whose text is copied: a long command is sent once. */
  from: string;
  label: string;
  what: string;
};

/** Puts the text of an element on the clipboard and says whether that worked; without JavaScript it can be selected. */
export function CopyButton({ from, label, what }: CopyProps) {
  const [state, setState] = useState<State>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(from)?.textContent ?? '');
      setState('copied');
    } catch {
      // No permission, or a page that is not on a secure address.
      setState('refused');
    }
  };
  const Icon = state === 'copied' ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      title={what}
      className="inline-flex items-center gap-1 rounded-[3px] border border-strong px-1.5 py-px whitespace-nowrap hover:border-faint"
    >
      <Icon aria-hidden="true" className="size-3" />
      <span aria-live="polite">
        {state === 'copied' ? 'Copied' : state === 'refused' ? 'Select and copy' : label}
      </span>
      <span className="sr-only">, {what}</span>
    </button>
  );
}
