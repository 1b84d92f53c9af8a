/** Nearly full: the next instance may be refused. */
const TIGHT = 0.8;

/** How much of a limit is in use; the words beside it say the same. */
export function UseBar({ used, limit }: { used: number; limit: number }) {
  const share = limit === 0 ? 0 : Math.min(1, used / limit);
  return (
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="block h-1 w-full" aria-hidden="true">
      <rect width="100" height="4" className="fill-line" />
      <rect width={share * 100} height="4" className={share >= TIGHT ? 'fill-warn' : 'fill-accent'} />
    </svg>
  );
}
