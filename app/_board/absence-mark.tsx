import { Age } from '#app/_ui/clock.client.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import type { Absence } from './absence.ts';

/** Why there is no spot price, as sign and words, with the age of the look that says so. */
export function AbsenceMark({ absence }: { absence: Absence }) {
  const { outcome, lead, lookedAt, rest } = absence;
  return (
    <OutcomeMark
      outcome={outcome}
      words={
        <span>
          {lead}
          {lookedAt !== null && (
            <>
              {' '}
              (<Age at={lookedAt} />)
            </>
          )}
          {rest !== '' && <span className="text-faint">; {rest}</span>}
        </span>
      }
    />
  );
}
