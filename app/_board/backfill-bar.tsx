import Link from 'next/link';
import { counted } from '#app/_ui/format.ts';
import type { Progress } from './progress.ts';

/** How far the past has been filled in, while it is. */
export function BackfillBar({ progress }: { progress: Progress }) {
  return (
    <div
      data-testid="backfill"
      role="status"
      className="shell flex items-center gap-3 border-b border-line py-1.5 text-soft"
    >
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1 w-28 shrink-0" aria-hidden="true">
        <rect width="100" height="4" className="fill-line" />
        <rect width={Math.max(1, progress.share * 100)} height="4" className="fill-accent" />
      </svg>
      <p>
        History: {progress.days} of {progress.goalDays} days, {counted(progress.regions.length, 'region')},{' '}
        {progress.done} complete.{' '}
        <Link href="/health#history" prefetch={false} className="link whitespace-nowrap">
          Each region
        </Link>
      </p>
    </div>
  );
}
