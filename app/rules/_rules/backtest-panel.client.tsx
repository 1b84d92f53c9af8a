'use client';

import { useState } from 'react';
import { SECONDARY } from '#app/_ui/fields.tsx';
import { type FieldError, type Sent, sendJson } from '#app/_ui/send.ts';
import { BacktestChart } from './backtest-chart.tsx';
import { type Backtest, figuresOf } from './backtest-figures.ts';
import { trialOf } from './draft.ts';
import { EpisodeTable } from './episode-table.tsx';

type Props = {
  entry: Record<string, unknown>;
  onErrors(errors: FieldError[]): void;
};

const SPANS = [30, 90, 365] as const;

/** When the rule would have fired over what is on record, before anybody is told anything. */
export function BacktestPanel({ entry, onErrors }: Props) {
  const [days, setDays] = useState<(typeof SPANS)[number]>(90);
  const [isRunning, setRunning] = useState(false);
  const [run, setRun] = useState<{ of: string; sent: Sent<Backtest> }>();
  const asked = JSON.stringify({ ...trialOf(entry), days });
  const start = async () => {
    setRunning(true);
    const sent = await sendJson<Backtest>('POST', '/rules/backtest', JSON.parse(asked));
    setRunning(false);
    setRun({ of: asked, sent });
    if (!sent.ok) onErrors(sent.errors);
  };
  return (
    <section aria-label="What it would have said">
      <h2 className="text-[15px] font-semibold">Over the past</h2>
      <div className="flex flex-wrap items-center gap-2 py-1">
        <button type="button" className={SECONDARY} onClick={start} disabled={isRunning}>
          {isRunning ? 'Replaying…' : 'Back-test'}
        </button>
        <label className="inline-flex items-center gap-1.5 text-soft">
          over the last
          <select
            value={days}
            onChange={(event) => setDays(Number(event.target.value) as typeof days)}
            className="control"
          >
            {SPANS.map((span) => (
              <option key={span} value={span}>
                {span} days
              </option>
            ))}
          </select>
        </label>
      </div>
      <div aria-live="polite">
        {run === undefined && (
          <p className="text-faint">
            Replays the rule over what chipdesk has on record: how often it would have told you, and of what.
          </p>
        )}
        {run !== undefined && run.of !== asked && (
          <p className="text-warn">The rule has changed since: this is how it was before.</p>
        )}
        {run !== undefined && !run.sent.ok && (
          <p role="alert" className="text-bad">
            {run.sent.errors[0]?.message}
          </p>
        )}
      </div>
      {run?.sent.ok && <Report backtest={run.sent.answer} />}
    </section>
  );
}

function Report({ backtest }: { backtest: Backtest }) {
  const { verdict, lines } = figuresOf(backtest);
  return (
    <>
      <p className="font-semibold">{verdict}</p>
      <ul className="pb-2 text-soft">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {backtest.episodeCount > 0 && (
        <>
          <BacktestChart backtest={backtest} />
          <EpisodeTable backtest={backtest} />
        </>
      )}
    </>
  );
}
