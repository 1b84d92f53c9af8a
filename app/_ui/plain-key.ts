import { readSetting } from './setting.ts';

/** The setting that switches single keys off: a voice or a slip of the hand would set them off. */
export const KEYS_SETTING = 'keys';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'target'>;

const TYPING = 'input, select, textarea, [contenteditable]';

/** The key that was pressed as a command to the page, or undefined: never one that is typed, or the browser's own. */
export function plainKey(event: Pressed): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  if (event.target instanceof Element && event.target.closest(TYPING) !== null) return undefined;
  if (document.querySelector('dialog[open]') !== null || readSetting(KEYS_SETTING) === 'off')
    return undefined;
  return event.key;
}
