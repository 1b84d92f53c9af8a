import Link from 'next/link';
import { Notice } from '#app/_ui/notice.tsx';

/** What to do when nothing is watched. */
export function NoRules() {
  return (
    <Notice title="No rule is watching anything yet">
      <p>
        A rule says what is worth knowing and who is told. Begin with{' '}
        <Link href="/rules/new?kind=spot-price-move" prefetch={false} className="link">
          a spot price that moves
        </Link>{' '}
        or{' '}
        <Link href="/rules/new?kind=block-offer" prefetch={false} className="link">
          a Capacity Block that can be had
        </Link>
        : the form shows what it would say now and what it would have said over the past.
      </p>
      <p>
        Rules may live in the YAML file that <code>CHIPDESK_CONFIG</code> names as well; they show here too.
      </p>
    </Notice>
  );
}
