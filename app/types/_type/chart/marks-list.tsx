import Link from 'next/link';
import { Fragment } from 'react';
import { counted, instant } from '#app/_ui/format.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { MARK_KINDS, MARK_LETTERS, MARK_NAMES, type Mark } from './marks.ts';

const SHOWN = 60;

/** The marks of the chart in words: how many of each kind, and each of them one click away. */
export function MarksList({ marks, shown }: { marks: readonly Mark[]; shown: Span }) {
  const own = marks.filter(({ at }) => at >= shown.from && at <= shown.to).toSorted((a, b) => b.at - a.at);
  if (own.length === 0)
    return (
      <p className="mt-1 text-faint">
        Nothing to mark in this time: no alert, no change of list price or of where it is sold.
      </p>
    );
  const kinds = MARK_KINDS.filter((kind) => own.some((mark) => mark.kind === kind));
  return (
    <details className="mt-1">
      <summary className="text-soft hover:text-ink">
        Marked:{' '}
        {kinds.map((kind, index) => (
          <Fragment key={kind}>
            {index > 0 && ', '}
            <b className="font-semibold">{MARK_LETTERS[kind]}</b>{' '}
            {counted(own.filter((mark) => mark.kind === kind).length, ...MARK_NAMES[kind])}
          </Fragment>
        ))}
      </summary>
      <ol className="mt-1 max-h-72 max-w-3xl overflow-y-auto border-y border-line py-1">
        {own.slice(0, SHOWN).map(({ at, kind, words, href, source }) => (
          <li key={`${at} ${kind} ${words}`} className="flex flex-wrap gap-x-3 py-0.5">
            <time dateTime={formatInstant(at)} className="text-faint">
              {instant(at)} UTC
            </time>
            <span>
              <b className="font-semibold">{MARK_LETTERS[kind]}</b>{' '}
              {href === undefined ? (
                words
              ) : (
                <Link href={href} prefetch={false} className="link">
                  {words}
                </Link>
              )}
            </span>
            <span className="text-faint">{source}</span>
          </li>
        ))}
        {own.length > SHOWN && <li className="py-0.5 text-faint">and {own.length - SHOWN} before them</li>}
      </ol>
    </details>
  );
}
