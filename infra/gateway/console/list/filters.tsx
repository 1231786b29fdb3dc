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
      {active && (
        <button type="button" class="quiet" onClick={() => change(EVERYTHING)}>
          Clear
        </button>
      )}
    </search>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  value: string;
  options: readonly (readonly [id: string, name: string])[];
  choose(id: string): void;
}

function Choice({ label, all, value, options, choose }: ChoiceProps) {
  return (
    <select aria-label={label} value={value} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{all}</option>
      {options.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
