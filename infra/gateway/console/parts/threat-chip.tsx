/** How great the threat of losing a lead to a competitor is, in a word; what it rests on, on hover. */
import type { CompetitionView, ThreatLevel } from '../../../../schemas/competition.ts';
import { threatSaid, threatWords } from '../competition-words.ts';

export function ThreatChip({ competition }: { competition: CompetitionView | undefined }) {
  if (!competition || competition.level === 'none') return null;
  const { level, reasons } = competition;
  const why = [threatSaid(competition), ...reasons.map(({ text }) => text)].join('\n');
  return (
    <span class={`chip threat ${level}`} title={why}>
      <ThreatWords level={level} />
    </span>
  );
}

/** Its last word is left to a screen reader where there is no room. */
export function ThreatWords({ level }: { level: ThreatLevel }) {
  const [first, ...more] = threatWords(level).split(' ');
  return (
    <>
      {first}
      {more.length > 0 && <span class="more"> {more.join(' ')}</span>}
    </>
  );
}
