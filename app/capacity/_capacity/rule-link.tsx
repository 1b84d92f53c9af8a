import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Choice } from './choice.ts';

/** The way from a question to being told of its answer: a rule that asks AWS exactly this. */
export function RuleLink({ choice, children }: { choice: Choice; children: ReactNode }) {
  const query = new URLSearchParams({
    ...{ kind: 'block-offer', type: choice.type, count: String(choice.count) },
    ...{ duration: `${choice.durationHours / 24}d`, regions: choice.region },
  });
  return (
    <Link href={`/rules/new?${query}`} prefetch={false} className="link">
      {children}
    </Link>
  );
}
