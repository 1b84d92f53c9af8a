import { BellOff } from 'lucide-react';
import { Act } from '#app/_ui/act.client.tsx';
import { instant } from '#app/_ui/format.ts';
import type { Silence } from '#lib/alerts/silence.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { matchWords } from './labels.ts';

/** What is kept back now: by whom, why, and until when. */
export function SilenceList({ silences }: { silences: readonly Silence[] }) {
  return (
    <section className="shell pt-6" aria-label="Silences in force">
      <h2 className="mb-1 flex items-center gap-2 text-[15px] font-semibold">
        <BellOff aria-hidden="true" className="size-4 text-soft" />
        Silenced <span className="font-normal text-faint">{silences.length}</span>
      </h2>
      {silences.length === 0 && <p className="text-soft">Nothing is silenced: all news is told.</p>}
      <ul className="space-y-1">
        {silences.map(({ id, matchers, endsAt, author, comment }) => (
          <li key={id}>
            <span className="font-medium">{matchWords(matchers)}</span>{' '}
            <span className="text-soft">
              until <time dateTime={formatInstant(endsAt)}>{instant(endsAt)} UTC</time>, by {author}:{' '}
              {comment}
            </span>{' '}
            <Act
              method="DELETE"
              path={`/silences/${id}`}
              title="What began under it and still fires is told within a minute"
            >
              End now
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}
