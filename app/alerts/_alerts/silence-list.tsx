import { BellOff } from 'lucide-react';
import type { Silence } from '#lib/alerts/silence.ts';
import { formatInstant } from '#lib/domain/time.ts';

/** What is kept back now: by whom, why, and until when. */
export function SilenceList({ silences }: { silences: readonly Silence[] }) {
  return (
    <section className="shell pt-6" aria-label="Silences">
      <h2 className="mb-1 flex items-center gap-2 text-[15px] font-semibold">
        <BellOff aria-hidden="true" className="size-4 text-soft" />
        Silenced <span className="font-normal text-faint">{silences.length}</span>
      </h2>
      <ul className="space-y-1">
        {silences.map(({ id, matchers, endsAt, author, comment }) => (
          <li key={id}>
            <span className="font-medium">{wordsOf(matchers)}</span>{' '}
            <span className="text-soft">
              until <time dateTime={formatInstant(endsAt)}>{formatInstant(endsAt).replace('T', ' ')}</time>,
              by {author}: {comment}. Ended before with <code>npm run silences -- end {id}</code>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function wordsOf(matchers: Silence['matchers']): string {
  return Object.entries(matchers)
    .map(([label, value]) => `${label} ${value}`)
    .join(', ');
}
