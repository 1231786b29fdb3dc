/** Moves beyond noise, and what competitors did, latest first. */
import type { MarketSeries } from '../../../../schemas/competition-answers.ts';
import { moveWords } from '../competition-words.ts';
import { counted, day } from '../format.ts';

type Props = Pick<MarketSeries, 'shifts' | 'moves'>;

export function EventsCard({ shifts, moves }: Props) {
  return (
    <section class="card" aria-labelledby="events-title">
      <h2 id="events-title">What happened</h2>
      <h3>Shifts</h3>
      {shifts.length === 0 && <p class="muted">Nothing moved by more than its usual noise.</p>}
      <ul class="events">
        {shifts.toReversed().map(({ at, kind, text, leads }) => (
          <li key={at + kind}>
            <span>{text}</span>
            <time dateTime={at}>{day(at)}</time>
            <span class="whence">{counted(leads, 'lead')} told</span>
          </li>
        ))}
      </ul>
      <h3>Competitors</h3>
      {moves.length === 0 && <p class="muted">No move of a competitor came in.</p>}
      <ul class="events">
        {moves.map((move) => (
          <li key={move.at + move.agent + move.change}>
            <span>{moveWords(move)}</span>
            <time dateTime={move.at}>{day(move.at)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
