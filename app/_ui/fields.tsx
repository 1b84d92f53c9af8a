import type { ReactNode } from 'react';

type FieldProps = {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: ReactNode;
};

/** A labelled control with what to put there and, in its place, what is wrong with it. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div>
      <label htmlFor={id} className="block text-[12px] text-soft">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-[12px] text-faint">
          {hint}
        </p>
      )}
      <ErrorText id={id} error={error} />
    </div>
  );
}

export function ErrorText({ id, error }: { id: string; error: string | undefined }) {
  return (
    error !== undefined && (
      <p id={`${id}-error`} role="alert" className="text-[12px] text-bad">
        {error}
      </p>
    )
  );
}

/** What ties a control to its hint and its mistake for those who do not see them. */
export function describedBy(id: string, hint: string | undefined, error: string | undefined) {
  const ids = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ];
  return {
    id,
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(error === undefined ? {} : { 'aria-invalid': true as const }),
  };
}

export const PRIMARY = 'control !border-ink !bg-ink px-4 !text-paper disabled:opacity-50';
export const SECONDARY = 'control px-3 disabled:opacity-50';
