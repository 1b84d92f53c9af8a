import { Bug, Hourglass, KeyRound, Lock, type LucideIcon } from 'lucide-react';
import { Age } from '#app/_ui/clock.client.tsx';
import type { Finding } from '#lib/health/findings.ts';

const KINDS: Record<Finding['kind'], { Icon: LucideIcon; tone: string }> = {
  credentials: { Icon: KeyRound, tone: 'text-bad' },
  permission: { Icon: Lock, tone: 'text-warn' },
  unfinished: { Icon: Hourglass, tone: 'text-warn' },
  postponed: { Icon: Bug, tone: 'text-bad' },
};

/** What is the matter with the desk itself: one line each, with the words of whoever said so. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="max-w-5xl">
      {findings.map((finding) => (
        <Line key={`${finding.kind} ${finding.what}`} finding={finding} />
      ))}
    </ul>
  );
}

function Line({ finding: { kind, what, detail, since } }: { finding: Finding }) {
  const { Icon, tone } = KINDS[kind];
  return (
    <li className="flex gap-2 border-line border-t py-1.5">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <span className="min-w-0">
        <span className={tone}>{what}</span>
        {since !== null && (
          <span className="text-faint">
            {' '}
            since <Age at={since} />
          </span>
        )}
        <span className="block text-[12px] text-soft [overflow-wrap:anywhere]">{detail}</span>
        {kind === 'permission' && (
          <span className="block text-[12px] text-faint">
            <code>npm run iam-policy</code> prints the whole policy.
          </span>
        )}
      </span>
    </li>
  );
}
