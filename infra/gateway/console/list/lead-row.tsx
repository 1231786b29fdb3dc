/** One lead of the live list. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { happened, nameOf, segmentMeaning, spelled } from '../domain-words.ts';
import { forecastWords } from '../forecast-words.ts';
import { ago, percent } from '../format.ts';
import { AttentionRing } from '../parts/attention-ring.tsx';
import { Bar } from '../parts/bar.tsx';
import { IntentChips, OptedOutChip } from '../parts/chip.tsx';
import { NurtureChips } from '../parts/nurture-chips.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { ThreatChip } from '../parts/threat-chip.tsx';
import { leadHref } from '../route.ts';
import type { LeadRecord } from '../store/leads.ts';

interface Props {
  record: LeadRecord;
  /** Pixels from the list's top. */
  top: number;
  now: number;
}

export function LeadRow({ record, top, now }: Props) {
  const item = useRef<HTMLLIElement>(null);
  useGlide(item, top);
  const when = ago(record.head.at, now);
  // The same content is the same node: a frame in which this lead did not change costs nothing.
  const content = useMemo(() => <Content record={record} when={when} />, [record, when]);
  return (
    <li class="row" ref={item} style={{ transform: `translateY(${top}px)` }}>
      {content}
    </li>
  );
}

/** Moves to a new place over a moment, so that the eye can follow. */
function useGlide(item: { current: HTMLElement | null }, top: number) {
  const before = useRef(top);
  useLayoutEffect(() => {
    const from = before.current;
    before.current = top;
    if (from === top || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const frames = [from, top].map((y) => ({ transform: `translateY(${y}px)` }));
    item.current?.animate(frames, { duration: 450, easing: 'cubic-bezier(.2, .7, .2, 1)' });
  }, [item, top]);
}

function Content({ record, when }: { record: LeadRecord; when: string }) {
  const { head, view, lead } = record;
  const { contact, consent, forecast, profile, attention, status, curves, nurture, competition } = view;
  const name = nameOf(lead, contact);
  const said = forecastWords(forecast);
  return (
    <article class={`lead-row ${status}`}>
      {record.live && <span class="glow" key={head.seq} aria-hidden="true" />}
      <AttentionRing name={name} attention={attention} />
      <div class="who">
        <h2>
          <a href={leadHref(lead)}>{name}</a>
        </h2>
        {status !== 'open' && <span class="status">{spelled(status)}</span>}
        <OptedOutChip consents={consent} />
        <ThreatChip competition={competition} />
        <NurtureChips nurture={nurture} />
        <span class="from">{[contact.area, contact.agent].filter(Boolean).join(' · ')}</span>
      </div>
      <LastWords record={record} />
      <div class="outlook">
        <div class="segment" title={segmentMeaning(profile.primaryMicrosegment)}>
          <span class="name">{spelled(profile.primaryMicrosegment)}</span>
          <Bar share={profile.confidenceScore} />
          <span class="number">{percent(profile.confidenceScore)}</span>
        </div>
        <div class="chance">
          <span class="number">
            <span class="unseen">Converts: </span>
            {percent(forecast.pConvert)}
          </span>
          <Sparkline packed={curves.probability} />
        </div>
        <div class={`expected ${forecast.kind}`}>
          <span class="date">{said.short}</span>
          <span class="note">{said.note}</span>
        </div>
      </div>
      <time class="when" dateTime={head.at}>
        {when}
      </time>
    </article>
  );
}

function LastWords({ record: { words, head } }: { record: LeadRecord }) {
  if (!words) return <p class="words event">{happened(head.happening)}</p>;
  return (
    <div class="words">
      <p>
        {words.from !== 'lead' && <span class="speaker">{spelled(words.from ?? 'system')}: </span>}
        {words.text}
      </p>
      <IntentChips intents={words.intents} />
    </div>
  );
}
