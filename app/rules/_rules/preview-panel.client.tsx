'use client';

import { useEffect, useState } from 'react';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted } from '#app/_ui/format.ts';
import { type FieldError, type Sent, sendJson } from '#app/_ui/send.ts';
import { trialOf } from './draft.ts';

type Preview = {
  condition: string;
  watched: number;
  matching: number;
  between: number;
  unknown: number;
  examples: { region: string; text: string }[];
  oldestAt: string | null;
  newestAt: string | null;
  cautions: FieldError[];
};

/** How long nothing is typed before the market is asked. */
const QUIET_MS = 400;

/** What a form still lacks before it can be tried. */
type Unfinished = { problems: FieldError[] };

type Props = { entry: Record<string, unknown>; source: string };

/** What the rule, as it stands in the form, would say of the newest looks. */
export function PreviewPanel({ entry, source }: Props) {
  const [sent, setSent] = useState<Sent<Preview | Unfinished>>();
  const asked = JSON.stringify(trialOf(entry));
  useEffect(() => {
    const cancel = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await sendJson<Preview | Unfinished>(
        'POST',
        '/rules/preview',
        JSON.parse(asked),
        cancel.signal,
      );
      if (!cancel.signal.aborted) setSent(answer);
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [asked]);
  return (
    <section aria-label="What it would say now" aria-live="polite">
      <h2 className="text-[15px] font-semibold">Now</h2>
      <Outcome sent={sent} source={source} />
    </section>
  );
}

function Outcome({ sent, source }: { sent: Sent<Preview | Unfinished> | undefined; source: string }) {
  if (sent === undefined) return <p className="text-faint">Looking at the market…</p>;
  if (!sent.ok) {
    const [first] = sent.errors;
    return <p className="text-soft">{first === undefined ? 'Looking at the market…' : first.message}</p>;
  }
  if ('problems' in sent.answer) return <p className="text-soft">{sent.answer.problems[0]?.message}</p>;
  const { condition, watched, matching, between, unknown, examples, newestAt, oldestAt, cautions } =
    sent.answer;
  return (
    <>
      <p className="pb-1 text-soft">{condition}</p>
      <p>
        <strong className="font-semibold">
          {matching === 0 ? 'Nothing matches' : `${counted(matching, 'match', 'matches')}`}
        </strong>{' '}
        of {watched} watched
        {between > 0 && `, ${between} on the edge`}
        {unknown > 0 && <span className="text-warn">, {unknown} not known now</span>}
      </p>
      {newestAt !== null && (
        <p className="text-[12px] text-faint">
          {source}, looked at <Age at={Date.parse(newestAt)} />
          {oldestAt !== null && oldestAt !== newestAt && (
            <>
              , the oldest <Age at={Date.parse(oldestAt)} />
            </>
          )}
        </p>
      )}
      <ul className="space-y-0.5 pt-1">
        {examples.map(({ region, text }) => (
          <li key={`${region} ${text}`} className="border-l-2 border-strong pl-2">
            {text}
          </li>
        ))}
        {matching > examples.length && (
          <li className="pl-2.5 text-faint">… and {matching - examples.length} more</li>
        )}
      </ul>
      {cautions.map(({ code, message }) => (
        <p key={code} className="pt-1 text-warn">
          {message}
        </p>
      ))}
    </>
  );
}
