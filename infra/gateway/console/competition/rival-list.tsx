/** Who else a lead speaks of, what they are to it, and in which words. */
import type { RivalView } from '../../../../schemas/competition.ts';
import { kindWords, rivalName, stanceWords } from '../competition-words.ts';
import { counted, percent } from '../format.ts';
import { Whence } from './claims.tsx';

const TONES: Partial<Record<RivalView['stance'], string>> = {
  considering: 'wary',
  comparing: 'wary',
  committed: 'wary',
  complaining: 'warm',
};
/** From here on it is worth a word that the lead may leave for them. */
const LEAST_SWITCHING = 0.1;

export function RivalList({ rivals, now }: { rivals: readonly RivalView[]; now: number }) {
  return (
    <ul class="rivals">
      {rivals.map((rival) => (
        <li key={`${rival.competitor}/${rival.name}/${rival.kind}`}>
          <p>
            <strong>{rivalName(rival)}</strong>{' '}
            {rival.name && <span class="muted">{kindWords(rival.kind)}</span>}{' '}
            <span class={`chip ${TONES[rival.stance] ?? ''}`}>{stanceWords(rival.stance)}</span>
          </p>
          {rival.quote && <q>{rival.quote}</q>}
          <span class="whence">
            {rival.switching >= LEAST_SWITCHING && `Means to leave for them: ${percent(rival.switching)} · `}
            {counted(rival.mentions, 'mention')}, last:{' '}
            <Whence source={rival.source} at={rival.lastAt} now={now} />
          </span>
        </li>
      ))}
    </ul>
  );
}
