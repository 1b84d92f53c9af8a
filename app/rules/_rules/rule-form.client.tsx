'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PRIMARY, SECONDARY } from '#app/_ui/fields.tsx';
import { type FieldError, sendJson } from '#app/_ui/send.ts';
import { BacktestPanel } from './backtest-panel.client.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { type Draft, entryOf, type KindForm, otherErrors } from './draft.ts';
import { PreviewPanel } from './preview-panel.client.tsx';
import { TellingFields } from './telling-fields.tsx';

export type RuleFormProps = {
  /** The rule that is changed; undefined for a new one. */
  id?: number;
  initial: Draft;
  kinds: readonly KindForm[];
  channels: readonly { name: string; state: string }[];
  /** Whether news of a rule that names no channel finds its way. */
  isRouted: boolean;
  known: { types: readonly string[]; regions: readonly string[] };
};

/** Writes a rule: its condition, whom it tells, what it would say now, and what it would have said. */
export function RuleForm({ id, initial, kinds, channels, isRouted, known }: RuleFormProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(initial);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [isConfirmed, setConfirmed] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const kind = kinds.find((one) => one.kind === draft.kind);
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setErrors([]);
    setConfirmed(false);
  };
  const save = async () => {
    setSaving(true);
    const entry = { ...entryOf(draft, kinds), ...(isConfirmed ? { confirm: true } : {}) };
    const sent = await sendJson<{ id: number }>(
      id === undefined ? 'POST' : 'PUT',
      id === undefined ? '/rules' : `/rules/${id}`,
      entry,
    );
    setSaving(false);
    if (!sent.ok) {
      setErrors(sent.errors);
      setConfirmed(sent.errors.length > 0 && sent.errors.every(({ code }) => CAUTIONS.includes(code)));
      return;
    }
    router.push(`/rules?saved=${sent.answer.id}`);
    router.refresh();
  };
  return (
    <form
      className="shell grid gap-x-10 gap-y-6 pt-4 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(22rem,34rem)_minmax(20rem,1fr)]"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="space-y-4">
        <KindField kinds={kinds} value={draft.kind} onChange={(to) => change({ kind: to, values: {} })} />
        {kind !== undefined && (
          <ConditionFields
            fields={kind.fields}
            values={draft.values}
            errors={errors}
            onChange={(path, text) => change({ values: { ...draft.values, [path]: text } })}
          />
        )}
        <TellingFields
          draft={draft}
          channels={channels}
          isRouted={isRouted}
          errors={errors}
          onChange={change}
        />
        <Mistakes errors={otherErrors(errors, kind)} />
        <div className="flex flex-wrap items-center gap-3 pt-1">
          <button type="submit" className={PRIMARY} disabled={isSaving}>
            {isConfirmed ? 'Save all the same' : id === undefined ? 'Make the rule' : 'Save'}
          </button>
          <button type="button" className={SECONDARY} onClick={() => router.push('/rules')}>
            Cancel
          </button>
        </div>
        <Suggestions known={known} />
      </div>
      <div className="space-y-6 lg:sticky lg:top-14 lg:self-start">
        <PreviewPanel entry={entryOf(draft, kinds)} source={kind?.source ?? ''} />
        <BacktestPanel entry={entryOf(draft, kinds)} onErrors={setErrors} />
      </div>
    </form>
  );
}

/** What has to be read before it is saved, but does not stop it. */
const CAUTIONS = ['MATCHES_NOTHING', 'FOR_BELOW_INTERVAL'];

type KindFieldProps = { kinds: readonly KindForm[]; value: string; onChange(kind: string): void };

function KindField({ kinds, value, onChange }: KindFieldProps) {
  return (
    <label className="block">
      <span className="block text-[12px] text-soft">Tell me when</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control w-full font-medium"
      >
        {kinds.map(({ kind, label }) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Mistakes({ errors }: { errors: readonly FieldError[] }) {
  if (errors.length === 0) return null;
  return (
    <ul role="alert" className="border-l-2 border-bad pl-3 text-bad">
      {errors.map(({ field, message }) => (
        <li key={`${field} ${message}`}>{message}</li>
      ))}
    </ul>
  );
}

function Suggestions({ known }: Pick<RuleFormProps, 'known'>) {
  return (
    <>
      <datalist id="known-types">
        {known.types.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <datalist id="known-regions">
        {known.regions.map((region) => (
          <option key={region} value={region} />
        ))}
      </datalist>
    </>
  );
}
