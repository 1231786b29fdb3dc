/** Intents, and what a lead opted out of, as chips; what they rest on, on hover. */
import type { Consents } from '../../../../schemas/consent.ts';
import { optedOut } from '../consent-words.ts';
import { intentMeaning, intentTone, spelled } from '../domain-words.ts';
import { percent } from '../format.ts';

export function IntentChips({ intents }: { intents: readonly { id: string; p: number }[] }) {
  if (intents.length === 0) return null;
  return (
    <ul class="chips" aria-label="Intents">
      {intents.map(({ id, p }) => (
        <li key={id} class={`chip ${intentTone(id)}`} title={`${intentMeaning(id)} (${percent(p)})`}>
          {spelled(id)}
        </li>
      ))}
    </ul>
  );
}

export function OptedOutChip({ consents }: { consents: Consents }) {
  const ended = optedOut(consents);
  return ended ? (
    <span class="chip wary" title={ended.evidence}>
      {ended.text}
    </span>
  ) : null;
}
