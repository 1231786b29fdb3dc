/** Whom it is about, and what is known of that lead in a line. */
import type { ComponentChildren } from 'preact';
import { nameOf, segmentMeaning, spelled } from '../domain-words.ts';
import { forecastWords } from '../forecast-words.ts';
import { percent } from '../format.ts';
import { leadHref } from '../route.ts';
import type { LeadRecord } from '../store/leads.ts';

interface Props {
  record: LeadRecord;
  /** Id of the heading, which names the item. */
  id: string;
  said: string | undefined;
  children: ComponentChildren;
}

export function ItemHead({ record: { lead, view }, id, said, children }: Props) {
  const { contact, profile, forecast } = view;
  const facts = [contact.area, contact.agent].filter(Boolean).join(' · ');
  return (
    <>
      <header>
        <h3 id={id}>
          <a href={leadHref(lead)}>{nameOf(lead, contact)}</a>
        </h3>
        {facts && <span class="muted">{facts}</span>}
        {children}
      </header>
      <p class="facts">
        <span title={segmentMeaning(profile.primaryMicrosegment)}>
          {spelled(profile.primaryMicrosegment)} {percent(profile.confidenceScore)}
        </span>{' '}
        · converts in 180 days: {percent(forecast.pConvert)} · {forecastWords(forecast).short}
      </p>
      {said && (
        <p class="said">
          <span class="muted">Said last: </span>“{said}”
        </p>
      )}
    </>
  );
}
