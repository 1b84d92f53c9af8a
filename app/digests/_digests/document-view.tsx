import Link from 'next/link';
import { Heads } from '#app/_ui/heads.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import type { DigestDocument, DigestSection } from '#lib/digest/document.ts';
import { aboutDigest } from '#lib/digest/text.ts';
import { PicturesView } from './pictures-view.tsx';

/** An issue as it was sent, or as the next would be: the words of the mail, each row a link to what it is about. */
export function DocumentView({ document }: { document: DigestDocument }) {
  return (
    <article aria-label={`Digest ${document.name}, ${document.period}`} className="shell max-w-5xl pt-5">
      <h2 className="text-[18px] leading-snug font-semibold tracking-tight">{document.headline}</h2>
      <p className="mt-1 text-faint">{aboutDigest(document)}</p>
      {document.incomplete.length > 0 && (
        <div role="note" className="mt-3 border-l-2 border-warn bg-warn-bg px-3 py-2 text-warn">
          <p className="font-semibold">Not known in full</p>
          {document.incomplete.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      {document.sections.map((section) => (
        <SectionView key={section.title} section={section} />
      ))}
      {document.sections.length === 0 && (
        <p className="mt-4 text-soft">Nothing is on record for this time: there is nothing to tell.</p>
      )}
    </article>
  );
}

function SectionView({ section }: { section: DigestSection }) {
  const { title, note, heads, numbers, narrow, rows, hidden, pictures } = section;
  const below = heads.map((_, column) => belowOf(section, column));
  const columns = heads.map((text, column) => ({
    ...{ text, num: numbers.includes(column), below: heads[below[column] ?? -1] },
    // As in the mail: what a phone has no room for stands below its neighbour, or is left out.
    className: narrow.includes(column) ? '' : 'max-md:hidden',
  }));
  return (
    <section aria-label={title} className="pt-6">
      <h3 className="text-[15px] font-semibold">{title}</h3>
      <Scroll label={`${title}, in figures`} className="overflow-x-auto">
        <table className="grid-table max-md:[&_td]:!px-[3px] max-md:[&_th]:!px-[3px] max-md:[&_th]:!whitespace-normal">
          <caption className="sr-only">{title}</caption>
          <Heads heads={columns} />
          <tbody>
            {rows.map(({ cells, path }) => (
              <tr key={cells.join('|')}>
                {cells.map((cell, column) => (
                  <td
                    key={heads[column]}
                    className={`${cell.length > 24 || column === 0 ? 'md:whitespace-nowrap' : 'whitespace-nowrap'} ${columns[column]?.num ? 'num' : ''} ${toneOf(cell)} ${columns[column]?.className}`}
                  >
                    {column === 0 && path !== undefined ? (
                      <Link href={path} prefetch={false} className="link">
                        {cell}
                      </Link>
                    ) : (
                      cell
                    )}
                    {below[column] !== undefined && <Below cell={cells[below[column]] ?? ''} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="mt-1 text-[12px] text-faint">
        {hidden > 0 && `… +${hidden} more. `}
        {note}
      </p>
      {pictures !== undefined && <PicturesView pictures={pictures} />}
    </section>
  );
}

/** The column that shares the place of another on a phone. */
const belowOf = ({ beneath }: DigestSection, column: number) =>
  beneath?.find(([above]) => above === column)?.[1];

function Below({ cell }: { cell: string }) {
  return (
    <span
      className={`block md:hidden ${toneOf(cell) || 'text-faint'} ${isLine(cell) ? 'text-[8px] leading-tight' : 'text-[12px]'}`}
    >
      {cell}
    </span>
  );
}

const isLine = (cell: string) => /^[▁-█ ]+$/.test(cell);

function toneOf(cell: string): string {
  return cell.startsWith('▲') ? 'text-dear' : cell.startsWith('▼') ? 'text-cheap' : '';
}
