import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { plainKey } from '../plain-key.ts';

/** A modal dialog that a key opens anywhere on the page; Escape closes it, and so does a press beside its content. */
export function useDialog(
  key: string,
  onOpen?: () => void,
): { ref: RefObject<HTMLDialogElement | null>; open: () => void; close: () => void } {
  const ref = useRef<HTMLDialogElement>(null);
  const open = useCallback(() => {
    if (ref.current === null || ref.current.open) return;
    onOpen?.();
    ref.current.showModal();
  }, [onOpen]);
  const close = useCallback(() => ref.current?.close(), []);
  useEffect(() => {
    const dialog = ref.current;
    const onKey = (event: KeyboardEvent) => {
      if (plainKey(event) !== key) return;
      event.preventDefault();
      open();
    };
    // The dialog itself is what lies around its content.
    const onPress = (event: MouseEvent) => {
      if (event.target === dialog) close();
    };
    document.addEventListener('keydown', onKey);
    dialog?.addEventListener('click', onPress);
    return () => {
      document.removeEventListener('keydown', onKey);
      dialog?.removeEventListener('click', onPress);
    };
  }, [key, open, close]);
  return { ref, open, close };
}
