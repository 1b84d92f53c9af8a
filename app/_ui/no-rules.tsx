import Link from 'next/link';
import { EXAMPLE } from './example.ts';
import { Notice } from './notice.tsx';

/** What to do when nothing is watched: two ways to the shortest rule that works. */
export function NoRules() {
  return (
    <Notice title="No rule is watching anything yet">
      <p>
        A rule says what is worth knowing and who is told. Make a{' '}
        <Link href="/channels" prefetch={false} className="link">
          channel
        </Link>
        , then begin with{' '}
        <Link href="/rules/new?kind=spot-price-move" prefetch={false} className="link">
          a spot price that moves
        </Link>{' '}
        or{' '}
        <Link href="/rules/new?kind=block-offer" prefetch={false} className="link">
          a Capacity Block that can be had
        </Link>
        : the form shows what it would say now, and what it would have said over the past.
      </p>
      <p>
        Both may live in the YAML file that <code className="font-mono text-[12px]">CHIPDESK_CONFIG</code>{' '}
        names as well, and then show here. This one tells a Slack channel when a P5 spot price moves by 10 %
        within a day:
      </p>
      <pre className="overflow-x-auto border-l-2 border-strong bg-sunken px-4 py-3 font-mono text-[12px] leading-relaxed text-ink">
        {EXAMPLE}
      </pre>
      <p>Restart chipdesk after a change of the file.</p>
    </Notice>
  );
}
