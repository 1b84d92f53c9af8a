import { Ban, CircleCheck, CircleDashed, CircleHelp, CircleMinus, CircleX, Gauge, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';

const MARKS = {
  value: { Icon: CircleCheck, tone: 'text-cheap' },
  none: { Icon: CircleMinus, tone: 'text-soft' },
  not_sold: { Icon: Ban, tone: 'text-faint' },
  region_disabled: { Icon: CircleDashed, tone: 'text-faint' },
  denied: { Icon: Lock, tone: 'text-bad' },
  throttled: { Icon: Gauge, tone: 'text-warn' },
  failed: { Icon: CircleX, tone: 'text-bad' },
  never: { Icon: CircleHelp, tone: 'text-faint' },
} as const satisfies Record<Outcome, unknown>;

/** An outcome as sign and words. */
export function OutcomeMark({ outcome, words }: { outcome: Outcome; words?: ReactNode }) {
  const { Icon, tone } = MARKS[outcome];
  return (
    <span className={`inline-flex items-baseline gap-1.5 ${tone}`}>
      <Icon aria-hidden="true" className="size-3.5 shrink-0 self-center" />
      {words ?? outcomeWords(outcome)}
    </span>
  );
}
