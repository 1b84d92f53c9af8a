import type { ReactNode } from 'react';

/** A page, or part of one, that has something to say instead of something to show. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="shell max-w-2xl py-12">
      <h2 className="mb-2 text-lg font-semibold tracking-tight">{title}</h2>
      <div className="space-y-2 text-soft">{children}</div>
    </section>
  );
}
