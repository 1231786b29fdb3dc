/** How much time is left, turning with the urgency; never by colour alone. */
import { clock, day } from '../format.ts';
import { timeLeft } from '../nurture-words.ts';

interface Props {
  /** What happens then, e.g. `Expires`. */
  verb: string;
  /** The same once the time is up, e.g. `Expired`. */
  past: string;
  /** RFC 3339. */
  until: string;
  now: number;
}

export function Countdown({ verb, past, until, now }: Props) {
  const { text, urgency } = timeLeft(until, now);
  return (
    <time class={`countdown ${urgency}`} dateTime={until} title={`${day(until)}, ${clock(until)}`}>
      {urgency === 'over' ? past : verb} {text}
    </time>
  );
}
