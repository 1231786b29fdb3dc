/** How far the engine may go by itself: for all, and otherwise for some segments and agents. */
import type { Autonomy } from '../../../../schemas/nurture.ts';
import type { NurtureSettings } from '../../../../schemas/nurture-settings.ts';
import { SEGMENT_CARDS } from '../../../../schemas/segments.ts';
import { spelled } from '../domain-words.ts';
import { useConsole } from '../hooks.ts';
import { ChoiceField } from './fields.tsx';

const CHOICES: readonly (readonly [id: Autonomy, name: string])[] = [
  ['suggest', 'Show drafts, send nothing'],
  ['approve', 'Send what a person approves'],
  ['automatic', 'Send by itself'],
];
const SEGMENT_IDS = Object.keys(SEGMENT_CARDS).sort();

interface Props {
  autonomy: NurtureSettings['autonomy'];
  problemOf(field: string): string | undefined;
  disabled: boolean;
  change(autonomy: NurtureSettings['autonomy']): void;
}

export function AutonomyFields({ autonomy, problemOf, disabled, change }: Props) {
  const { leads } = useConsole();
  const agents = [...leads.all()].flatMap(({ view }) => view.contact.agent ?? []);
  const common = { disabled, problemOf };
  return (
    <fieldset>
      <legend>Autonomy</legend>
      <ChoiceField
        {...{
          name: 'autonomy.default',
          label: 'For every lead that is not named below',
          disabled,
          options: CHOICES,
        }}
        problem={problemOf('autonomy.default')}
        value={autonomy.default}
        change={(value) => change({ ...autonomy, default: value })}
      />
      <Exceptions
        {...{
          ...common,
          name: 'autonomy.bySegment',
          what: 'segment',
          of: autonomy.bySegment,
          ids: SEGMENT_IDS,
        }}
        change={(bySegment) => change({ ...autonomy, bySegment })}
      />
      <Exceptions
        {...{ ...common, name: 'autonomy.byAgent', what: 'agent', of: autonomy.byAgent }}
        ids={[...new Set(agents)].sort()}
        change={(byAgent) => change({ ...autonomy, byAgent })}
      />
    </fieldset>
  );
}

interface ExceptionsProps {
  name: string;
  what: 'segment' | 'agent';
  of: Record<string, Autonomy>;
  /** What there is to choose from. */
  ids: readonly string[];
  problemOf(field: string): string | undefined;
  disabled: boolean;
  change(of: Record<string, Autonomy>): void;
}

function Exceptions({ name, what, of, ids, problemOf, disabled, change }: ExceptionsProps) {
  const nameOf = (id: string) => (what === 'segment' ? spelled(id) : id);
  const free = ids.filter((id) => of[id] === undefined);
  const without = (id: string) => Object.fromEntries(Object.entries(of).filter(([other]) => other !== id));
  return (
    <div class="exceptions">
      {Object.entries(of).map(([id, value]) => (
        <div key={id} class="exception">
          <ChoiceField
            {...{ name: `${name}.${id}`, label: nameOf(id), options: CHOICES, value, disabled }}
            problem={problemOf(`${name}.${id}`)}
            change={(chosen) => change({ ...of, [id]: chosen })}
          />
          <button
            type="button"
            class="quiet"
            disabled={disabled}
            aria-label={`Remove ${nameOf(id)}`}
            onClick={() => change(without(id))}
          >
            Remove
          </button>
        </div>
      ))}
      {free.length > 0 && (
        <select
          aria-label={`Add an exception for ${what === 'agent' ? 'an' : 'a'} ${what}`}
          value=""
          disabled={disabled}
          onChange={({ currentTarget: { value } }) => change({ ...of, [value]: 'suggest' })}
        >
          <option value="">
            Other for {what === 'agent' ? 'an' : 'a'} {what}…
          </option>
          {free.map((id) => (
            <option key={id} value={id}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
