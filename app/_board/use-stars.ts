import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { readSetting, watchSetting, writeSetting } from '#app/_ui/setting.ts';

const NAME = 'watched';

/** The types that this browser's reader has marked, by name. They stay in the browser; an address carries a copy. */
export function useStars(): {
  stars: readonly string[];
  toggle: (type: string) => void;
  replace: (types: readonly string[]) => void;
} {
  const text = useSyncExternalStore(
    (changed) => watchSetting(NAME, changed),
    () => readSetting(NAME) ?? '',
    () => '',
  );
  const stars = useMemo(() => parseStars(text), [text]);
  const replace = useCallback((types: readonly string[]) => writeSetting(NAME, [...types].sort().join()), []);
  const toggle = useCallback(
    (type: string) => replace(toggleStar(parseStars(readSetting(NAME) ?? ''), type)),
    [replace],
  );
  return { stars, toggle, replace };
}

/** What is stored may be anybody's: names only, and not without end. */
function parseStars(text: string): string[] {
  return text.split(',').filter((name) => /^[a-z0-9-]+\.[a-z0-9-]+$/.test(name));
}

function toggleStar(stars: readonly string[], type: string): string[] {
  return stars.includes(type) ? stars.filter((one) => one !== type) : [...stars, type];
}
