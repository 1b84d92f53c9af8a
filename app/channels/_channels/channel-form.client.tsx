'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { describedBy, Field, PRIMARY } from '#app/_ui/fields.tsx';
import { type FieldError, sendJson } from '#app/_ui/send.ts';
import type { ChannelForm as Form } from '#lib/channels/forms.ts';

type Props = {
  forms: readonly Form[];
  /** The channel that is changed; its secrets are never shown, and stay when their fields are left empty. */
  channel?: { id: number; name: string; kind: string; settings: Readonly<Record<string, unknown>> | null };
  onDone?(): void;
};

/** Makes a channel, or changes one that was made here. */
export function ChannelForm({ forms, channel, onDone }: Props) {
  const router = useRouter();
  const id = useId();
  const [kind, setKind] = useState(channel?.kind ?? 'slack');
  const [name, setName] = useState(channel?.name ?? '');
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(channel?.settings ?? {});
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [isMade, setMade] = useState(false);
  const form = forms.find((one) => one.kind === kind);
  const isTwin = errors.some(({ code }) => code === 'RECEIVER_DUPLICATE');
  const save = async () => {
    const body = { name, kind, ...filled(form, values), ...(isTwin ? { confirm: true } : {}) };
    const path = channel === undefined ? '/channels' : `/channels/${channel.id}`;
    const sent = await sendJson(channel === undefined ? 'POST' : 'PUT', path, body);
    setErrors(sent.ok ? [] : sent.errors);
    setMade(sent.ok);
    if (!sent.ok) return;
    if (channel === undefined) setName('');
    setValues(channel?.settings ?? {});
    router.refresh();
    onDone?.();
  };
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message;
  const placed = ['name', 'kind', ...(form?.fields ?? []).map((field) => field.name)];
  return (
    <form
      aria-label={channel === undefined ? 'New channel' : `Change ${channel.name}`}
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field id={`${id}kind`} label="Kind" error={errorOf('kind')}>
          <select
            {...describedBy(`${id}kind`, undefined, errorOf('kind'))}
            className="control w-full"
            value={kind}
            onChange={(event) => setKind(event.target.value)}
          >
            {forms.map((one) => (
              <option key={one.kind} value={one.kind}>
                {one.label}
              </option>
            ))}
          </select>
        </Field>
        <Field id={`${id}name`} label="Name" error={errorOf('name')}>
          <input
            {...describedBy(`${id}name`, undefined, errorOf('name'))}
            type="text"
            autoComplete="off"
            className="control w-full"
            readOnly={channel !== undefined}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </div>
      {form?.fields.map((field) => (
        <KindField
          key={`${kind} ${field.name}`}
          id={`${id}${field.name}`}
          field={field}
          isKept={channel !== undefined && channel.kind === kind && field.secret}
          value={values[field.name]}
          error={errorOf(field.name)}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      {errors
        .filter(({ field }) => !placed.includes(field ?? ''))
        .map(({ message }) => (
          <p key={message} role="alert" className="text-bad">
            {message}
          </p>
        ))}
      <div className="flex items-center gap-3">
        <button type="submit" className={PRIMARY}>
          {isTwin ? 'Save all the same' : channel === undefined ? 'Make the channel' : 'Save'}
        </button>
        {isMade && (
          <p role="status" className="text-cheap">
            Saved. Send a test to see that it arrives.
          </p>
        )}
      </div>
    </form>
  );
}

type KindFieldProps = {
  id: string;
  field: Form['fields'][number];
  isKept: boolean;
  value: unknown;
  error: string | undefined;
  onChange(value: unknown): void;
};

function KindField({ id, field, isKept, value, error, onChange }: KindFieldProps) {
  const { label, hint, secret, isFlag } = field;
  if (isFlag)
    return (
      <label className="flex items-center gap-1.5">
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
        <span className="text-[12px] text-faint">{hint}</span>
      </label>
    );
  const words = isKept ? `${hint}; empty: as it is` : hint;
  return (
    <Field id={id} label={label} hint={words} error={error}>
      <input
        {...describedBy(id, words, error)}
        type={secret ? 'password' : 'text'}
        autoComplete="off"
        spellCheck={false}
        className="control w-full"
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** What was filled in, of the fields that this kind has. */
function filled(form: Form | undefined, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = (form?.fields ?? []).map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => names.includes(name) && value !== ''),
  );
}
