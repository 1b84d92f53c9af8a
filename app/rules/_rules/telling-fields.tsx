import Link from 'next/link';
import { describedBy, ErrorText, Field } from '#app/_ui/fields.tsx';
import type { FieldError } from '#app/_ui/send.ts';
import { type Draft, errorAt } from './draft.ts';

type Props = {
  draft: Draft;
  channels: readonly { name: string; state: string }[];
  isRouted: boolean;
  errors: readonly FieldError[];
  onChange(part: Partial<Draft>): void;
};

const SEVERITIES = [
  ['info', 'info: may wait a minute'],
  ['normal', 'normal'],
  ['critical', 'critical: at once, and again until it is over'],
] as const;

/** Whom the rule tells, how urgent it is, and when it begins and ends. */
export function TellingFields({ draft, channels, isRouted, errors, onChange }: Props) {
  return (
    <>
      <ChannelField {...{ draft, channels, isRouted, errors, onChange }} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="severity" label="How urgent">
          <select
            id="severity"
            value={draft.severity}
            onChange={(event) => onChange({ severity: event.target.value })}
            className="control w-full"
          >
            {SEVERITIES.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </Field>
        <Text name="name" label="Name" hint="as the message calls it" {...{ draft, errors, onChange }} />
      </div>
      <details>
        <summary className="text-soft hover:text-ink">When it begins, ends and is told again</summary>
        <div className="grid gap-4 pt-3 sm:grid-cols-2">
          <Text
            name="for"
            label="Tell once it has held for"
            hint="0s: at once. Such as 10m, 2h"
            {...{ draft, errors, onChange }}
          />
          <Text
            name="keepFiring"
            label="Over once it has been gone for"
            hint="such as 15m: a short dip is no end"
            {...{ draft, errors, onChange }}
          />
          <Text
            name="resolveEvals"
            label="… and for this many looks"
            hint="1 to 20"
            {...{ draft, errors, onChange }}
          />
          <Text
            name="repeat"
            label="Told again every"
            hint="such as 4h, or never; empty: 4h where it is critical"
            {...{ draft, errors, onChange }}
          />
        </div>
      </details>
    </>
  );
}

function ChannelField({ draft, channels, isRouted, errors, onChange }: Props) {
  const error = errorAt(errors, 'channels');
  const toggle = (name: string, isOn: boolean) =>
    onChange({
      channels: isOn ? [...draft.channels, name] : draft.channels.filter((one) => one !== name),
    });
  return (
    <fieldset {...describedBy('channels', undefined, error)}>
      <legend className="text-[12px] text-soft">Whom to tell</legend>
      {channels.length === 0 ? (
        <p className="text-soft">
          There is no channel yet:{' '}
          <Link href="/channels" prefetch={false} className="link">
            make one first
          </Link>
          .
        </p>
      ) : (
        <div className="flex flex-wrap gap-x-4 gap-y-1 py-1">
          {channels.map(({ name, state }) => (
            <label key={name} className="inline-flex items-center gap-1.5">
              <input
                type="checkbox"
                checked={draft.channels.includes(name)}
                onChange={(event) => toggle(name, event.target.checked)}
              />
              {name}
              {state === 'broken' && <span className="text-warn">broken</span>}
            </label>
          ))}
        </div>
      )}
      {isRouted && <p className="text-[12px] text-faint">none: whom the routes of the configuration name</p>}
      <ErrorText id="channels" error={error} />
    </fieldset>
  );
}

type TextName = 'name' | 'for' | 'keepFiring' | 'resolveEvals' | 'repeat';
type TextProps = { name: TextName; label: string; hint: string } & Pick<
  Props,
  'draft' | 'errors' | 'onChange'
>;

function Text({ name, label, hint, draft, errors, onChange }: TextProps) {
  const error = errorAt(errors, name);
  return (
    <Field id={name} label={label} hint={hint} error={error}>
      <input
        {...describedBy(name, hint, error)}
        type="text"
        autoComplete="off"
        value={draft[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
        className="control w-full"
      />
    </Field>
  );
}
