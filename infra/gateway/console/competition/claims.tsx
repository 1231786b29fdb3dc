/** Statements, each with what was said, whence it comes and when that was so. */
import type { Claim, RivalView } from '../../../../schemas/competition.ts';
import { agoWords, quoteOf, sourceWords } from '../competition-words.ts';
import { clock, day } from '../format.ts';

interface Props {
  claims: readonly Claim[];
  /** Whose words a claim may rest on. */
  rivals?: readonly RivalView[];
  models?: Record<string, string>;
  now: number;
}

export function Claims({ claims, rivals = [], models = {}, now }: Props) {
  return (
    <ul class="claims">
      {claims.map((claim) => {
        const quote = quoteOf(claim, rivals);
        return (
          <li key={claim.source + claim.text}>
            <span>{claim.text}</span>
            {quote && !claim.text.includes(quote) && <q>{quote}</q>}
            <Whence source={claim.source} at={claim.at} models={models} now={now} />
          </li>
        );
      })}
    </ul>
  );
}

interface WhenceProps {
  source: string;
  /** RFC 3339. */
  at: string;
  models?: Record<string, string>;
  now: number;
}

/** `event m-17 · 2 h ago`. */
export const Whence = ({ source, at, models = {}, now }: WhenceProps) => (
  <span class="whence">
    {sourceWords(source, models)} ·{' '}
    <time dateTime={at} title={`${day(at)}, ${clock(at)}`}>
      {agoWords(at, now)}
    </time>
  </span>
);
