import { instant } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import type { Silence } from '#lib/alerts/silence.ts';
import { matchWords } from './labels.ts';

/** Silences that are over, newest first. */
export function PastSilences({ silences }: { silences: readonly Silence[] }) {
  return (
    <section className="shell pt-8" aria-label="Silences that are over">
      <h2 className="mb-1 text-[15px] font-semibold">Over</h2>
      <div className="overflow-x-auto">
        <table className="grid-table">
          <caption className="sr-only">Silences that are over</caption>
          <Heads
            heads={[
              { text: 'What' },
              { text: 'By, why', className: 'max-md:hidden' },
              { text: 'From, UTC', num: true },
              { text: 'To, UTC', num: true },
            ]}
          />
          <tbody>
            {silences.map(({ id, matchers, author, comment, startsAt, endsAt }) => (
              <tr key={id}>
                <td>
                  {matchWords(matchers)}
                  <span className="block text-[12px] text-faint md:hidden">
                    {author}: {comment}
                  </span>
                </td>
                <td className="text-soft max-md:hidden">
                  {author}: {comment}
                </td>
                <td className="num text-soft">{instant(startsAt)}</td>
                <td className="num text-soft">{instant(endsAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
