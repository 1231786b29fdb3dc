/** The search line above the list. */
import { spelled } from '../domain-words.ts';
import { EVERYTHING, type Filter } from './filter.ts';

interface Props {
  filter: Filter;
  segments: readonly string[];
  agents: readonly string[];
  change(filter: Filter): void;
}

export function Filters({ filter, segments, agents, change }: Props) {
  const active = Object.values(filter).some(Boolean);
  return (
    <search class="filters">
      <input
        type="search"
        aria-label="Search leads"
        placeholder="Search names, words, areas"
        value={filter.text}
        onInput={(event) => change({ ...filter, text: event.currentTarget.value })}
      />
      <Choice
        label="Segment"
        all="All segments"
        value={filter.segment}
        options={segments.map((id) => [id, spelled(id)])}
        choose={(segment) => change({ ...filter, segment })}
      />
      <Choice
        label="Agent"
        all="All agents"
        value={filter.agent}
        options={agents.map((id) => [id, id])}
        choose={(agent) => change({ ...filter, agent })}
      />
      <Choice
        label="Threat"
        all="Any threat"
        value={filter.threat}
        options={THREATS}
        choose={(threat) => change({ ...filter, threat })}
      />
      <Choice
        label="Order"
        all="By attention"
        value={filter.order}
        options={[['threat', 'By threat']]}
        choose={(order) => change({ ...filter, order })}
      />
      {active && (
        <button type="button" class="quiet" onClick={() => change(EVERYTHING)}>
          Clear
        </button>
      )}
    </search>
  );
}

const THREATS = [
  ['watch', 'Watched or more'],
  ['high', 'High or more'],
  ['critical', 'Critical'],
] as const;

interface ChoiceProps<T extends string> {
  label: string;
  all: string;
  value: T | '';
  options: readonly (readonly [id: T, name: string])[];
  choose(id: T | ''): void;
}

function Choice<T extends string>({ label, all, value, options, choose }: ChoiceProps<T>) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.currentTarget.value as T | '')}
    >
      <option value="">{all}</option>
      {options.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
