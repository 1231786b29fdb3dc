/** Fields of a form: a label, what it means, and what is wrong with it. */
import type { ComponentChildren } from 'preact';

interface Common {
  /** As the gateway names it in a refusal, e.g. `caps.perDay`. */
  name: string;
  label: string;
  hint?: string;
  /** The refusal, where it is about this field. */
  problem: string | undefined;
  disabled: boolean;
}

function Field({ name, label, hint, problem, children }: Common & { children: ComponentChildren }) {
  return (
    <div class={`field ${problem ? 'wrong' : ''}`}>
      <label for={name}>{label}</label>
      {children}
      {hint && (
        <p class="muted" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${name}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const aria = ({ name, hint, problem, disabled }: Common) => ({
  id: name,
  disabled,
  'aria-invalid': Boolean(problem),
  'aria-describedby': [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' '),
});

interface NumberProps extends Common {
  value: number;
  min: number;
  max: number;
  /** Whole numbers unless it says otherwise. */
  step?: number | 'any';
  unit?: string;
  change(value: number): void;
}

export function NumberField({ value, min, max, step = 1, unit, change, ...common }: NumberProps) {
  return (
    <Field {...common}>
      <span class="with-unit">
        <input
          {...aria(common)}
          {...{ type: 'number', required: true, min, max, step, value }}
          onInput={({ currentTarget }) => currentTarget.value !== '' && change(currentTarget.valueAsNumber)}
        />
        {unit && <span class="muted">{unit}</span>}
      </span>
    </Field>
  );
}

interface TextProps extends Common {
  value: string;
  max: number;
  required?: boolean;
  change(value: string): void;
}

export function TextField({ value, max, required = false, change, ...common }: TextProps) {
  return (
    <Field {...common}>
      <input
        {...aria(common)}
        {...{ required, maxLength: max, value }}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </Field>
  );
}

interface ChoiceProps<T extends string> extends Common {
  value: T;
  options: readonly (readonly [id: T, name: string])[];
  change(value: T): void;
}

export function ChoiceField<T extends string>({ value, options, change, ...common }: ChoiceProps<T>) {
  return (
    <Field {...common}>
      <select {...aria(common)} value={value} onChange={(event) => change(event.currentTarget.value as T)}>
        {options.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
