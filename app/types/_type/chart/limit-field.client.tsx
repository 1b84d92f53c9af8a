'use client';

import { useState } from 'react';
import { readLimit } from '../params.ts';
import type { Unit } from '../units.ts';

type Props = { unit: Unit; under: string; onLimit: (under: string) => void };

/** The limit that the table counts the time under: a price in the unit shown. */
export function LimitField({ unit, under, onLimit }: Props) {
  const [written, setWritten] = useState(under);
  const isWrong = written !== '' && readLimit(written) === undefined;
  const isShare = unit.name === 'share';
  const take = (text: string) => {
    setWritten(text);
    if (text === '' || readLimit(text) !== undefined) onLimit(text);
  };
  return (
    <label className="inline-flex items-center gap-1.5 text-soft">
      Time at or below {isShare ? '' : '$'}
      <input
        inputMode="decimal"
        value={written}
        onChange={(event) => take(event.target.value.trim().replace(',', '.'))}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'limit-wrong' : undefined}
        placeholder="no limit"
        className="w-20 rounded-[3px] border border-strong bg-panel px-1.5 py-0.5 text-ink"
      />
      {isShare ? '% of on-demand' : unit.suffix}
      {isWrong && (
        <span id="limit-wrong" className="text-bad">
          a number above 0, such as {isShare ? '40' : '3.50'}
        </span>
      )}
    </label>
  );
}
