/** Why one message could lawfully be sent, as it stood at the moment of sending. */
import type { ActionReceipt } from '../../../../schemas/nurture.ts';
import { spelled } from '../domain-words.ts';
import { clock, day, percent } from '../format.ts';

const BASIS: Record<ActionReceipt['consent']['basis'], string> = {
  express: 'Express consent',
  inquiry: 'The lead asked',
  transaction: 'Something the lead booked or signed',
};

export function Receipt({ receipt }: { receipt: ActionReceipt }) {
  const { consent, location, caps, rules, fairHousing, approver, purpose, campaign, contentHash } = receipt;
  const facts: [term: string, fact: string | undefined][] = [
    ['Purpose', spelled(purpose)],
    ['Consent', consentWords(consent)],
    ['Local time there', `${location.localTimes.join(', ') || 'not known'} (${location.zones.join(', ')})`],
    ['Known from', [spelled(location.evidence), ...location.states].join(', ')],
    ['Caps', pairs(caps)],
    ['Campaign', campaign],
    ['Rules', pairs(rules)],
    ['Fair housing', `${percent(fairHousing.p)} that it is at odds${ofClass(fairHousing.class)}`],
    ['Approved by', approver],
    ['Text', `SHA-256 ${contentHash.slice(0, 12)}…`],
  ];
  return (
    <dl class="receipt">
      {facts.map(
        ([term, fact]) =>
          fact && (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function consentWords({ basis, since, text, source }: ActionReceipt['consent']): string {
  const from = source ? `, from ${source}` : '';
  return `${BASIS[basis]} since ${day(since)}, ${clock(since)}${from}${text ? `: “${text}”` : ''}`;
}

const ofClass = (protectedClass: string): string =>
  protectedClass === 'none' || protectedClass === '' ? '' : `: ${spelled(protectedClass).toLowerCase()}`;

/** `perDay` → `per day`. */
const words = (name: string): string => spelled(name.replace(/([A-Z])/g, ' $1')).toLowerCase();

const pairs = (of: Record<string, string>): string | undefined =>
  Object.entries(of)
    .map(([name, value]) => `${words(name)} ${value}`)
    .join(' · ') || undefined;
