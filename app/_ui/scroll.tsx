import type { ReactNode } from 'react';

/** A part of a page that is scrolled by itself: the keyboard reaches it, and a reader hears what it is. */
export function Scroll({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without a stop of its own a keyboard cannot scroll it
    <section aria-label={label} tabIndex={0} className={className}>
      {children}
    </section>
  );
}
