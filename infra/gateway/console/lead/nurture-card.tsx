/** What the engine does about this lead: where it stands, what comes next and why, what was done, and who decides. */
import type { NurtureView, PlanView } from '../../../../schemas/nurture-view.ts';
import { spelled } from '../domain-words.ts';
import { ago, clock, day } from '../format.ts';
import { useConsole, useNow } from '../hooks.ts';
import type { LeadAct } from '../nurture-api.ts';
import { reasonWords, stageWords } from '../nurture-words.ts';
import { Countdown } from '../parts/countdown.tsx';
import { Preview } from '../parts/preview.tsx';
import { CopyButton, SuggestedReply } from '../parts/suggested-reply.tsx';
import { viewHref } from '../route.ts';
import { DoneList } from './done-list.tsx';
import { useAct } from './use-act.ts';

export function NurtureCard({ lead, nurture }: { lead: string; nurture: NurtureView | undefined }) {
  return (
    <section class="card nurture" aria-labelledby="nurture-title">
      <h2 id="nurture-title">Nurturing</h2>
      {nurture ? (
        <Nurtured lead={lead} nurture={nurture} />
      ) : (
        <p class="muted">Nothing is decided on this lead yet; it begins with its next event.</p>
      )}
    </section>
  );
}

function Nurtured({ lead, nurture }: { lead: string; nurture: NurtureView }) {
  const { may } = useConsole();
  const { stage, since, autonomy, holdout, plan, why, done } = nurture;
  const acting = useAct(lead, stage);
  const now = useNow(1000);
  return (
    <>
      <p class="headline">{acting.pending ? PENDING[acting.pending] : stageWords(stage)}</p>
      <p class="detail">
        Since {day(since)}, {clock(since)} ({ago(since, now)}) · {AUTONOMY[autonomy]}
        {holdout && ' · held out: gets no marketing, so that the effect of it can be measured'}
      </p>
      <Escalated nurture={nurture} now={now} />
      <h3>Next</h3>
      {plan ? <Plan plan={plan} why={why} now={now} /> : <p>Nothing is planned. {why}</p>}
      {may('nurture:act') && <Acts stage={stage} pending={acting.pending !== undefined} act={acting.act} />}
      {acting.problem && (
        <p class="notice" role="alert">
          {acting.problem}
        </p>
      )}
      <DoneList lead={lead} done={done} />
    </>
  );
}

const AUTONOMY: Record<NurtureView['autonomy'], string> = {
  suggest: 'drafts are only shown',
  approve: 'sends what a person approves',
  automatic: 'sends by itself',
};
const PENDING: Record<LeadAct, string> = {
  takeover: 'With a person…',
  handback: 'Handing back…',
  pause: 'Paused…',
  resume: 'Going on…',
};

function Escalated({ nurture: { escalation }, now }: { nurture: NurtureView; now: number }) {
  if (!escalation) return null;
  const { reason, summary, suggestedReply, dueAt } = escalation;
  return (
    <div class="escalated">
      <p>
        <span class="chip wary">{reasonWords(reason)}</span>{' '}
        <Countdown verb="Due" past="Was due" until={dueAt} now={now} />
      </p>
      <p>{summary}</p>
      {suggestedReply && (
        <>
          <SuggestedReply text={suggestedReply} />
          <CopyButton text={suggestedReply} />
        </>
      )}
    </div>
  );
}

const STATUS: Record<PlanView['status'], string> = {
  planned: 'Planned',
  awaiting_approval: 'Awaiting approval',
  suggested: 'Suggested, not sent',
};

function Plan({ plan, why, now }: { plan: PlanView; why: string; now: number }) {
  const { action, channel, sendAt, status, expiresAt } = plan;
  return (
    <>
      <p>
        <strong>{spelled(action)}</strong> by {spelled(channel)}, {day(sendAt)}, {clock(sendAt)}{' '}
        <span class="chip">{STATUS[status]}</span>
      </p>
      <Preview plan={plan} />
      <p>
        <span class="muted">Why: </span>
        {why}
      </p>
      {status === 'awaiting_approval' && (
        <p>
          <a href={viewHref('inbox')}>Decide in the inbox</a>{' '}
          {expiresAt && <Countdown verb="Expires" past="Expired" until={expiresAt} now={now} />}
        </p>
      )}
    </>
  );
}

interface ActsProps {
  stage: NurtureView['stage'];
  pending: boolean;
  act(act: LeadAct): void;
}

function Acts({ stage, pending, act }: ActsProps) {
  if (stage === 'closed' || stage === 'opted_out') return null;
  const button = (what: LeadAct, verb: string) => (
    <button type="button" class="quiet" disabled={pending} onClick={() => act(what)}>
      {verb}
    </button>
  );
  return (
    <div class="actions">
      {stage === 'with_person' ? button('handback', 'Hand back') : button('takeover', 'Take over')}
      {stage === 'paused' ? button('resume', 'Resume') : stage !== 'with_person' && button('pause', 'Pause')}
    </div>
  );
}
