'use client';

import { useState } from 'react';

/**
 * What the server sends anew with every piece of news, as long as it says the same: the very same value as before, so that
 * what is made of it is not made again under the reader's eyes.
 */
export function useStable<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept;
  setKept(value);
  return value;
}
