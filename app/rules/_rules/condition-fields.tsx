import { describedBy, ErrorText } from '#app/_ui/fields.tsx';
import type { FieldError } from '#app/_ui/send.ts';
import type { FormField, FormInput } from '#lib/rules/form.ts';
import { errorAt } from './draft.ts';

type Props = {
  fields: readonly FormField[];
  values: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  onChange(path: string, text: string): void;
};

/** The fields that the kind of a rule asks for, whichever kind it is. */
export function ConditionFields({ fields, values, errors, onChange }: Props) {
  return fields.map(({ name, label, hint, inputs }) => {
    const id = `when-${name}`;
    const error = errorAt(errors, `when.${name}`);
    return (
      <fieldset key={name} className="min-w-0">
        <legend className="text-[12px] text-soft">{label}</legend>
        <div className="flex flex-wrap gap-2">
          {inputs.map((input) => (
            <Input
              key={input.path}
              input={input}
              isAlone={inputs.length === 1}
              value={values[input.path] ?? ''}
              described={describedBy(`${id}-${input.path}`, hint, error)}
              onChange={(text) => onChange(input.path, text)}
            />
          ))}
        </div>
        <p id={`${id}-${inputs[0]?.path}-hint`} className="text-[12px] text-faint">
          {hint}
        </p>
        <ErrorText id={`${id}-${inputs[0]?.path}`} error={error} />
      </fieldset>
    );
  });
}

type InputProps = {
  input: FormInput;
  isAlone: boolean;
  value: string;
  described: ReturnType<typeof describedBy>;
  onChange(text: string): void;
};

function Input({ input, isAlone, value, described, onChange }: InputProps) {
  if (input.input === 'choices') return <Choices {...{ input, value, onChange }} />;
  const control = (
    <Control input={input} value={value} described={described} isAlone={isAlone} onChange={onChange} />
  );
  if (isAlone) return control;
  return (
    <span className="inline-flex items-center gap-1.5 text-[12px] text-faint">
      {!isUnit(input.label) && input.label}
      {control}
      {isUnit(input.label) && input.label}
    </span>
  );
}

function Control({ input, isAlone, value, described, onChange }: InputProps) {
  const named = { 'aria-label': input.label };
  if (input.input === 'choice')
    return (
      <select
        {...described}
        {...named}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control"
      >
        <option value="">{input.fallback ?? 'any'}</option>
        {input.choices
          ?.filter((choice) => choice !== input.fallback)
          .map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
      </select>
    );
  const isList = input.input === 'list' || input.input === 'numbers';
  return (
    <input
      {...described}
      {...named}
      type="text"
      autoComplete="off"
      spellCheck={false}
      inputMode={input.input === 'number' ? 'decimal' : undefined}
      list={listOf(input.path)}
      value={value}
      placeholder={input.fallback}
      onChange={(event) => onChange(event.target.value)}
      className={`control ${isList || (isAlone && input.input === 'text') ? 'w-full sm:w-80' : 'w-24'}`}
    />
  );
}

/** Known names to choose from, where the input holds one or several of them. */
function listOf(path: string): string | undefined {
  if (['types', 'type', 'of', 'to'].includes(path)) return 'known-types';
  return path === 'regions' ? 'known-regions' : undefined;
}

function Choices({ input, value, onChange }: Omit<InputProps, 'isAlone' | 'described'>) {
  const chosen = value.split(', ').filter((item) => item !== '');
  const toggle = (choice: string, isOn: boolean) =>
    onChange((isOn ? [...chosen, choice] : chosen.filter((item) => item !== choice)).join(', '));
  return input.choices?.map((choice) => (
    <label key={choice} className="inline-flex items-center gap-1.5">
      <input
        type="checkbox"
        checked={chosen.includes(choice)}
        onChange={(event) => toggle(choice, event.target.checked)}
      />
      {choice}
    </label>
  ));
}

/** "5 %" and "40 $ an hour", but "within 24h". */
const isUnit = (label: string) => /^[%$]/.test(label);
