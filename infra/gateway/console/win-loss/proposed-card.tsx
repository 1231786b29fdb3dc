/** Names that leads used and nobody here knows: a competitor, another name of one, or none. */
import { useState } from 'preact/hooks';
import type { Competitors } from '../../../../schemas/competition-answers.ts';
import { agoWords } from '../competition-words.ts';
import { counted } from '../format.ts';
import { useConsole, useNow } from '../hooks.ts';
import { Confirm } from '../parts/confirm.tsx';
import { AcceptForm } from './accept-form.tsx';

interface Props {
  competitors: Competitors;
  /** Asks for them anew. */
  again(): void;
}

export function ProposedCard({ competitors, again }: Props) {
  const { may } = useConsole();
  const { proposed } = competitors;
  const allowed = may('nurture:admin');
  return (
    <section class="card" aria-labelledby="proposed-title">
      <h2 id="proposed-title">Named by leads, and new here</h2>
      {proposed.length === 0 && <p class="muted">Every name that leads used is known or put aside.</p>}
      {proposed.length > 0 && !allowed && (
        <p class="muted">This token lets you look, not decide: that needs the scope nurture:admin.</p>
      )}
      <ul class="proposed">
        {proposed.map((one) => (
          <Proposed key={one.name} {...one} competitors={competitors} allowed={allowed} again={again} />
        ))}
      </ul>
    </section>
  );
}

interface ProposedProps extends Props {
  name: string;
  lastAt: string;
  allowed: boolean;
}

function Proposed({ name, lastAt, competitors, allowed, again }: ProposedProps) {
  const { competition } = useConsole();
  const now = useNow(60_000);
  const [doing, setDoing] = useState<'nothing' | 'accepting' | 'ignoring' | 'sent'>('nothing');
  const [problem, setProblem] = useState<string>();
  const spokenOf = competitors.mentions?.find(({ competitor }) => competitor === name.toLowerCase());
  const send = (decision: Promise<void>) => {
    setDoing('sent');
    setProblem(undefined);
    decision.then(again, (error: Error) => {
      setDoing('nothing');
      setProblem(error.message);
    });
  };
  return (
    <li>
      <p>
        <strong>{name}</strong>{' '}
        <span class="muted">
          {spokenOf &&
            `${counted(spokenOf.mentions, 'mention')} by ${counted(spokenOf.leads, 'lead')} in 90 days, `}
          last {agoWords(lastAt, now)}
        </span>
      </p>
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {doing === 'accepting' && (
        <AcceptForm
          name={name}
          competitors={competitors}
          accept={(act) => send(competition.accept(act))}
          cancel={() => setDoing('nothing')}
        />
      )}
      {doing === 'sent' && <p role="status">Decided; every shard is being told.</p>}
      {allowed && (doing === 'nothing' || doing === 'ignoring') && (
        <div class="actions">
          <button type="button" class="quiet" onClick={() => setDoing('accepting')}>
            Accept<span class="unseen"> {name}</span>
          </button>
          <button type="button" class="quiet" onClick={() => setDoing('ignoring')}>
            Ignore<span class="unseen"> {name}</span>
          </button>
        </div>
      )}
      {doing === 'ignoring' && (
        <Confirm
          title={`Ignore ${name}?`}
          verb="Ignore it"
          confirm={() => send(competition.ignore({ name }))}
          cancel={() => setDoing('nothing')}
        >
          <p>
            What leads say of {name} is not read as competition from then on. Our own people, partners and
            lenders belong here.
          </p>
        </Confirm>
      )}
    </li>
  );
}
