import Link from 'next/link';
import { InView } from './in-view.client.tsx';

const TABS = [
  { href: '/alerts', text: 'Now' },
  { href: '/alerts/history', text: 'History' },
  { href: '/rules', text: 'Rules' },
  { href: '/silences', text: 'Silences' },
  { href: '/channels', text: 'Channels' },
  { href: '/deliveries', text: 'Deliveries' },
  { href: '/digests', text: 'Digests' },
] as const;

export type AlertTab = (typeof TABS)[number]['href'];

/** What belongs to alerting, one page each. */
export function AlertTabs({ current }: { current: AlertTab }) {
  return (
    <nav
      aria-label="Alerting"
      className="shell edges edges-panel flex gap-4 overflow-x-auto border-b border-line text-[13px] [scrollbar-width:none]"
    >
      {TABS.map(({ href, text }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={href === current ? 'page' : undefined}
          className={`border-b-2 py-1.5 whitespace-nowrap ${href === current ? 'border-ink' : 'border-transparent text-soft hover:text-ink'}`}
        >
          {text}
        </Link>
      ))}
      <InView current={current} />
    </nav>
  );
}
