/** What a proposed competitor is: a new one of some kind, or another name of one that is known. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Competitor, CompetitorKind } from '../../../../schemas/competition.ts';
import type { AcceptAct } from '../../../../schemas/competition-acts.ts';
import type { Competitors } from '../../../../schemas/competition-answers.ts';
import { kindWords } from '../competition-words.ts';

const KINDS = ['agent', 'brokerage', 'portal', 'ibuyer'] as const satisfies readonly CompetitorKind[];
const NEW = 'new ';

interface Props {
  name: string;
  competitors: Competitors;
  accept(act: AcceptAct): void;
  cancel(): void;
}

export function AcceptForm({ name, competitors: { registry, known }, accept, cancel }: Props) {
  const field = useRef<HTMLSelectElement>(null);
  const [what, setWhat] = useState<string>(`${NEW}brokerage`);
  useEffect(() => field.current?.focus(), []);
  const own = registry.competitors;
  return (
    <form
      class="accept"
      onSubmit={(event) => {
        event.preventDefault();
        accept(
          what.startsWith(NEW)
            ? { name, kind: what.slice(NEW.length) as CompetitorKind }
            : { name, aliasOf: what },
        );
      }}
      onKeyDown={(event) => event.key === 'Escape' && cancel()}
    >
      <label>
        {name} is
        <select ref={field} value={what} onChange={(event) => setWhat(event.currentTarget.value)}>
          <optgroup label="New here">
            {KINDS.map((kind) => (
              <option key={kind} value={NEW + kind}>
                a new {kind === 'ibuyer' ? kindWords(kind) : kindWords(kind).toLowerCase()}
              </option>
            ))}
          </optgroup>
          <Aliases label="Another name of one of ours" of={own} />
          <Aliases label="Another name of one everybody knows" of={known} />
        </select>
      </label>
      <div class="actions">
        <button type="submit">Accept</button>
        <button type="button" class="quiet" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function Aliases({ label, of }: { label: string; of: readonly Competitor[] }) {
  if (of.length === 0) return null;
  return (
    <optgroup label={label}>
      {of.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}
