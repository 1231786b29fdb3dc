/** An intent as a chip; its meaning on hover, its probability for whoever asks. */
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
