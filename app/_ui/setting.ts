/** What one reader has set for this browser alone. Where the browser keeps nothing, it holds until the page is left. */

const PREFIX = 'chipdesk.';
const CHANGED = 'chipdesk-setting';
const unkept = new Map<string, string>();

export function readSetting(name: string): string | null {
  try {
    return unkept.get(name) ?? localStorage.getItem(PREFIX + name);
  } catch {
    return unkept.get(name) ?? null;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    unkept.set(name, value);
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** Calls back when a setting has changed, here or in another window; returns how to stop it. */
export function watchSetting(name: string, changed: () => void): () => void {
  const elsewhere = (event: StorageEvent) => {
    if (event.key === null || event.key === PREFIX + name) changed();
  };
  window.addEventListener(CHANGED, changed);
  window.addEventListener('storage', elsewhere);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener('storage', elsewhere);
  };
}
