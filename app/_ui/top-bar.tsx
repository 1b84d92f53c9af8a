import Link from 'next/link';
import { Age, ClockFace } from './clock.client.tsx';
import { InView } from './in-view.client.tsx';
import { Jump } from './jump/jump.client.tsx';
import { KeyHelp } from './jump/key-help.client.tsx';
import { Live } from './live.client.tsx';

export type PageName =
  | 'board'
  | 'type'
  | 'capacity'
  | 'quotas'
  | 'compare'
  | 'alerts'
  | 'health'
  | 'settings'
  | 'none';

const LINKS: { name: PageName; href: string; text: string }[] = [
  { name: 'board', href: '/', text: 'Board' },
  { name: 'capacity', href: '/capacity', text: 'Capacity' },
  { name: 'quotas', href: '/quotas', text: 'Quotas' },
  { name: 'compare', href: '/compare', text: 'Compare' },
  { name: 'alerts', href: '/alerts', text: 'Alerts' },
  { name: 'health', href: '/health', text: 'Health' },
  { name: 'settings', href: '/settings', text: 'Settings' },
];

export type TopBarProps = {
  current: PageName;
  speed: number;
  /** The newest complete look at spot prices; null before the first; undefined where the page cannot know. */
  asOf?: number | null | undefined;
  /** Alerts that fire now. */
  firing: number;
  /** Topics of news, comma-separated; undefined: everything. */
  about: string | undefined;
};

export function TopBar({ current, speed, asOf, firing, about }: TopBarProps) {
  return (
    <header className="print:hidden shell sticky top-0 z-30 flex h-11 items-stretch gap-2 border-b sm:gap-5 border-line bg-paper">
      <Link href="/" prefetch={false} className="flex items-center gap-2 font-semibold tracking-tight">
        <Mark />
        <span className="max-sm:sr-only">chipdesk</span>
      </Link>
      <nav
        aria-label="Pages"
        className="edges flex min-w-0 items-stretch gap-3 overflow-x-auto [scrollbar-width:none] max-[380px]:gap-2 max-[380px]:text-[12px] sm:gap-4"
      >
        {LINKS.map((link) => (
          <Link
            key={link.name}
            href={link.href}
            prefetch={false}
            aria-current={link.name === current ? 'page' : undefined}
            className={`flex items-center border-y-2 border-transparent ${link.name === current ? 'border-b-ink' : 'text-soft hover:text-ink'}`}
          >
            {link.text}
            {link.name === 'alerts' && <Firing count={firing} />}
          </Link>
        ))}
        <InView current={current} />
      </nav>
      <div className="ml-auto flex items-center gap-2 text-faint sm:gap-4">
        {asOf !== undefined && (
          <span className="whitespace-nowrap max-sm:hidden">
            <LookedUp at={asOf} />
          </span>
        )}
        <span className="max-lg:hidden">
          <ClockFace speed={speed} />
        </span>
        <Jump />
        <KeyHelp />
        <Live about={about} />
      </div>
    </header>
  );
}

/** Whoever looks at another page sees that something is wrong. */
function Firing({ count }: { count: number }) {
  // Its room is kept, so that the links beside it stay where they are when something begins to fire.
  return (
    <span className="ml-1 min-w-5 whitespace-nowrap max-[380px]:ml-0.5">
      {count > 0 && (
        <span className="inline-block rounded-full bg-bad-bg px-1.5 text-[11px] leading-4 font-semibold text-bad">
          {count}
          <span className="sr-only">firing</span>
        </span>
      )}
    </span>
  );
}

/** Under the bar of a phone, which has no room for it beside five links. */
export function PhoneAge({ asOf }: { asOf: number | null }) {
  return (
    <p className="shell py-1 text-[12px] text-faint sm:hidden">
      <LookedUp at={asOf} />
    </p>
  );
}

function LookedUp({ at }: { at: number | null }) {
  if (at === null) return 'no price yet';
  return (
    <>
      <span className="sm:max-md:sr-only">Prices looked up </span>
      <Age at={at} />
    </>
  );
}

/** A price that steps up: the mark of the desk. */
function Mark() {
  return (
    <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true">
      <rect width="16" height="16" rx="2" className="fill-ink" />
      <path d="M3 11.5H6V8H9.5V4.5H13" fill="none" className="stroke-paper" strokeWidth="1.6" />
    </svg>
  );
}
