'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { describedBy, Field, PRIMARY } from '#app/_ui/fields.tsx';
import { counted } from '#app/_ui/format.ts';
import { type FieldError, sendJson } from '#app/_ui/send.ts';
import { FORM_LABELS } from './labels.ts';

type Props = {
  match: Readonly<Record<string, string>>;
  known: Readonly<Record<string, readonly string[]>>;
};

type Matched = { open: number; recent: number; examples: string[] };

const LASTS = ['1h', '4h', '12h', '1d', '3d', '7d'];

/** Makes a silence: what it keeps back, for how long, by whom and why. */
export function SilenceForm({ match: initial, known }: Props) {
  const router = useRouter();
  const [match, setMatch] = useState(initial);
  const [lasts, setLasts] = useState('4h');
  const [by, setBy] = useState('');
  const [why, setWhy] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [said, setSaid] = useState<string>();
  const wanted = Object.fromEntries(Object.entries(match).filter(([, value]) => value.trim() !== ''));
  const save = async () => {
    const long = errors.some(({ message }) => message.includes('have to be confirmed'));
    const body = { match: wanted, for: lasts.trim(), by, why, ...(long ? { confirm: true } : {}) };
    const sent = await sendJson<Matched>('POST', '/silences', body);
    setErrors(sent.ok ? [] : sent.errors);
    if (!sent.ok) return;
    setSaid(
      `Silenced for ${lasts}. Rules go on watching; you still hear that an alert has ended of which you heard before.`,
    );
    setMatch(Object.fromEntries(Object.keys(match).map((label) => [label, ''])));
    setWhy('');
    router.refresh();
  };
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message;
  return (
    <form
      aria-label="New silence"
      className="shell max-w-4xl space-y-3 pt-5"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 className="text-lg font-semibold tracking-tight">New silence</h2>
      <MatchFields match={match} known={known} error={errorOf('match')} onChange={setMatch} />
      <div className="grid gap-3 sm:grid-cols-[8rem_12rem_1fr]">
        <Text
          id="for"
          label="For"
          hint="such as 2h or 3d"
          value={lasts}
          onChange={setLasts}
          list={LASTS}
          error={errorOf('for')}
        />
        <Text id="by" label="Who asks" value={by} onChange={setBy} error={errorOf('by')} />
        <Text id="why" label="Why" value={why} onChange={setWhy} error={errorOf('why')} />
      </div>
      <Matching match={wanted} />
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" className={PRIMARY}>
          Silence
        </button>
        {said !== undefined && errors.length === 0 && (
          <p role="status" className="text-cheap">
            {said}
          </p>
        )}
        {errors
          .filter(({ field }) => !['match', 'for', 'by', 'why'].includes(field ?? ''))
          .map(({ message }) => (
            <p key={message} role="alert" className="text-bad">
              {message}
            </p>
          ))}
      </div>
    </form>
  );
}

type MatchProps = Props & { error: string | undefined; onChange(match: Record<string, string>): void };

function MatchFields({ match, known, error, onChange }: MatchProps) {
  return (
    <fieldset>
      <legend className="text-soft">
        Keep back news of alerts where all of these hold; leave empty what does not matter
      </legend>
      <div className="grid grid-cols-2 gap-3 pt-1 lg:grid-cols-5">
        {FORM_LABELS.map(({ label, text }) => (
          <Text
            key={label}
            id={label}
            label={text}
            value={match[label] ?? ''}
            list={label === 'severity' ? ['info', 'normal', 'critical'] : known[label]}
            onChange={(value) => onChange({ ...match, [label]: value })}
          />
        ))}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-[12px] text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

type TextProps = {
  id: string;
  label: string;
  hint?: string;
  value: string;
  list?: readonly string[] | undefined;
  error?: string | undefined;
  onChange(value: string): void;
};

function Text({ id, label, hint, value, list, error, onChange }: TextProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        {...describedBy(id, hint, error)}
        type="text"
        autoComplete="off"
        className="control w-full"
        value={value}
        list={list === undefined ? undefined : `${id}-list`}
        onChange={(event) => onChange(event.target.value)}
      />
      {list !== undefined && (
        <datalist id={`${id}-list`}>
          {list.map((item) => (
            <option key={item} value={item} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

const QUIET_MS = 300;

/** What it would keep back, of what fires now and of what has fired before. */
function Matching({ match }: { match: Record<string, string> }) {
  const [matched, setMatched] = useState<Matched>();
  const asked = JSON.stringify({ match });
  const isEmpty = Object.keys(match).length === 0;
  useEffect(() => {
    if (isEmpty) return;
    const cancel = new AbortController();
    const timer = setTimeout(async () => {
      const sent = await sendJson<Matched>('POST', '/silences/preview', JSON.parse(asked), cancel.signal);
      if (!cancel.signal.aborted) setMatched(sent.ok ? sent.answer : undefined);
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [asked, isEmpty]);
  if (isEmpty || matched === undefined) return null;
  const { open, recent, examples } = matched;
  return (
    <div aria-live="polite" className="text-soft">
      <p>
        Matches {counted(open, 'alert')} that {open === 1 ? 'is' : 'are'} open now and {recent} of the newest
        that are over
        {open + recent === 0 && ': what begins later is kept back, if this is spelled as its alert spells it'}
        .
      </p>
      <ul className="pt-1">
        {examples.map((text) => (
          <li key={text} className="border-l-2 border-strong pl-2">
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
