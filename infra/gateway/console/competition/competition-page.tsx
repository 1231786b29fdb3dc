/** The competitive page of one lead: every part with its source and time, for as long as its facts stand. */
import { useEffect } from 'preact/hooks';
import type { Claim, CompetitiveAnalysis } from '../../../../schemas/competition.ts';
import { isOver, standsUntil } from '../competition-words.ts';
import { nameOf } from '../domain-words.ts';
import { ago, clock, day } from '../format.ts';
import { useAnswer, useConsole, useNow } from '../hooks.ts';
import { Answered } from '../parts/answered.tsx';
import { ThreatChip } from '../parts/threat-chip.tsx';
import { leadHref } from '../route.ts';
import { ClaimsOf } from './claims-of.tsx';
import { PriceEstimate } from './price-estimate.tsx';
import { ThreatsCard } from './threats-card.tsx';

const EVERY_MS = 30_000;

export function CompetitionPage({ lead }: { lead: string }) {
  const { competition, leads } = useConsole();
  const record = leads.get(lead);
  // A new insight of the lead may have changed it.
  const answer = useAnswer(() => competition.analysis(lead), EVERY_MS, `${lead}/${record?.head.seq}`);
  const name = nameOf(lead, record?.view.contact ?? {});
  useEffect(() => {
    scrollTo(0, 0);
    leads.want(lead);
  }, []);
  useEffect(() => {
    document.title = `Competition for ${name} · Doorstep`;
  }, [name]);
  return (
    <div class="page competition-page">
      <header>
        <a class="back" href={leadHref(lead)}>
          ← {name}
        </a>
        <h1>
          Competition <ThreatChip competition={record?.view.competition} />
        </h1>
        {answer.value && <Standing analysis={answer.value} again={answer.again} />}
      </header>
      <Answered answer={answer} />
      {answer.value === null && <p class="nothing">No lead “{lead}” in this brokerage yet.</p>}
      {answer.value && <Parts analysis={answer.value} lead={lead} />}
    </div>
  );
}

function Standing({ analysis: { at, expiresAt }, again }: { analysis: CompetitiveAnalysis; again(): void }) {
  const now = useNow(1000);
  const over = isOver(expiresAt, now);
  return (
    <div class={`stands ${over ? 'over' : ''}`}>
      <p class="facts">
        As of {day(at, now)}, {clock(at)} ({ago(at, now)}) · {standsUntil(expiresAt, now)}
      </p>
      {over && (
        <button type="button" class="quiet" onClick={again}>
          Ask again
        </button>
      )}
    </div>
  );
}

function Parts({ analysis, lead }: { analysis: CompetitiveAnalysis; lead: string }) {
  const now = useNow(30_000);
  const part = { lead, now };
  return (
    <div class="cards">
      <div class="stack">
        <ThreatsCard threats={analysis.competitorThreats} {...part} />
        <Price analysis={analysis} {...part} />
      </div>
      <div class="stack">
        <Part
          {...{ ...part, title: 'What may answer it', none: 'No answer is proposed.' }}
          claims={analysis.competitiveResponses}
        />
        <Part
          {...{ ...part, title: 'Where we stand better', none: 'No opening is known.' }}
          claims={analysis.positioningOpportunities}
        />
        <Part
          {...{ ...part, title: 'What sets us apart', none: 'Nothing is known that could be shown.' }}
          claims={analysis.differentiationPoints}
        />
      </div>
    </div>
  );
}

interface PriceProps {
  analysis: CompetitiveAnalysis;
  lead: string;
  now: number;
}

function Price({ analysis: { pricing, pricingRecommendations: claims }, ...of }: PriceProps) {
  return (
    <section class="card" aria-labelledby="price-title">
      <h2 id="price-title">Price</h2>
      {claims.length > 0 && <ClaimsOf claims={claims} {...of} />}
      {pricing && <PriceEstimate estimate={pricing} />}
      {!pricing && claims.length === 0 && (
        <p class="muted">Too few homes like it are known to say what it is worth.</p>
      )}
    </section>
  );
}

interface PartProps {
  title: string;
  claims: readonly Claim[];
  /** Said where there are no claims. */
  none: string;
  lead: string;
  now: number;
}

function Part({ title, claims, none, lead, now }: PartProps) {
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      {claims.length > 0 ? <ClaimsOf claims={claims} lead={lead} now={now} /> : <p class="muted">{none}</p>}
    </section>
  );
}
