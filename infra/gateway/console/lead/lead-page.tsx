/** One lead: what was said, who this is likely to be, and when they may convert. */
import { useEffect } from 'preact/hooks';

import type { StreamingInsight } from '../../../../schemas/insight.ts';
import { attentionLevel, nameOf, spelled } from '../domain-words.ts';
import { forecastWords } from '../forecast-words.ts';
import { ago, money, percent, preciseClock } from '../format.ts';
import { useNow } from '../hooks.ts';
import { AttentionRing } from '../parts/attention-ring.tsx';
import { OptedOutChip } from '../parts/chip.tsx';
import { NurtureChips } from '../parts/nurture-chips.tsx';
import { ThreatChip } from '../parts/threat-chip.tsx';
import { CompetitionCard } from './competition-card.tsx';
import { ConfidenceCard } from './confidence-card.tsx';
import { Conversation } from './conversation.tsx';
import { ForecastCard } from './forecast-card.tsx';
import { MarketCard } from './market-card.tsx';
import { NextCard } from './next-card.tsx';
import { NurtureCard } from './nurture-card.tsx';
import { ProvenanceCard } from './provenance-card.tsx';
import { ReasonsCard } from './reasons-card.tsx';
import { SegmentCard } from './segment-card.tsx';
import { SimilarCard } from './similar-card.tsx';
import { useLead } from './use-lead.ts';

export function LeadPage({ lead }: { lead: string }) {
  const { insight, talk, missing } = useLead(lead);
  const name = insight ? nameOf(lead, insight.contact) : lead;
  useEffect(() => {
    document.title = `${name} · Doorstep`;
  }, [name]);
  useEffect(() => scrollTo(0, 0), []);

  if (!insight) {
    return (
      <div class="page">
        <a class="back" href="#/">
          ← All leads
        </a>
        <p class="nothing">{missing ? `No lead “${lead}” in this brokerage yet.` : 'Loading…'}</p>
      </div>
    );
  }
  return (
    <div class="page lead-page">
      <LeadHeader insight={insight} name={name} />
      <Conversation entries={talk} name={name} />
      <div class="cards">
        <NurtureCard lead={lead} nurture={insight.nurture} />
        <CompetitionCard insight={insight} />
        <ForecastCard insight={insight} />
        <div class="stack">
          <SegmentCard profile={insight.profile} />
          <NextCard insight={insight} />
          <MarketCard market={insight.forecast.marketContext} />
        </div>
        <div class="stack">
          <ReasonsCard forecast={insight.forecast} />
          <SimilarCard lead={lead} />
          <ConfidenceCard insight={insight} />
          <ProvenanceCard insight={insight} />
        </div>
      </div>
    </div>
  );
}

function LeadHeader({ insight, name }: { insight: StreamingInsight; name: string }) {
  const { contact, consent, attention, status, at, forecast, profile } = insight;
  const now = useNow(1000);
  const said = forecastWords(forecast);
  const facts = [
    contact.area,
    contact.budget !== undefined && `budget ${money(contact.budget)}`,
    contact.source && `from ${contact.source}`,
    contact.agent && `agent ${contact.agent}`,
  ].filter(Boolean);
  return (
    <header class="lead-head">
      <a class="back" href="#/">
        ← All leads
      </a>
      <div class="identity">
        <AttentionRing name={name} attention={attention} />
        <div>
          <h1>
            {name} {status !== 'open' && <span class="status">{spelled(status)}</span>}{' '}
            <OptedOutChip consents={consent} /> <ThreatChip competition={insight.competition} />{' '}
            <NurtureChips nurture={insight.nurture} />
          </h1>
          <p class="facts">{facts.join(' · ')}</p>
        </div>
      </div>
      <dl class="tiles">
        <Tile term="Converts in 180 days" value={percent(forecast.pConvert)} />
        <Tile term="When" value={said.short} note={said.note} tone={forecast.kind} />
        <Tile
          term="Segment"
          value={spelled(profile.primaryMicrosegment)}
          note={percent(profile.confidenceScore)}
        />
        <Tile
          term="Attention"
          value={spelled(attentionLevel(attention))}
          note={`as of ${preciseClock(at)} · ${ago(at, now)}`}
        />
      </dl>
    </header>
  );
}

interface TileProps {
  term: string;
  value: string;
  note?: string;
  tone?: string;
}

function Tile({ term, value, note, tone = '' }: TileProps) {
  return (
    <div class={`tile ${tone}`}>
      <dt>{term}</dt>
      <dd>
        {value}
        {note && <span class="note">{note}</span>}
      </dd>
    </div>
  );
}
