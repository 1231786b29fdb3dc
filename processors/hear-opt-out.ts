/**
 * An opt-out counts from the message that says it, in any words: consent ends in the same commit. The lead's status
 * stays as it is until somebody records an outcome: a judge may have misheard, and says how sure it is.
 */
import type { OptOutJudge } from '../models/judges.ts';
import type { ConsentOf, SaidOptOut } from '../schemas/consent.ts';
import { cut, type LeadConsent, SHOWN_CHARACTERS, withWord } from './keep-consent.ts';
import { round } from './round.ts';
import type { ConsentTurn, IntentTurn } from './turn.ts';

export function createHearOptOut(judge: OptOutJudge) {
  return function hearOptOut(turn: IntentTurn): ConsentTurn {
    const { event, state } = turn;
    if (event.type !== 'message' || event.from !== 'lead') return { ...turn, optOut: undefined };
    const heard = judge.hear(event.text, event.channel);
    if (!heard) return { ...turn, optOut: undefined };
    const optOut = { ...heard, p: round(heard.p, 3) };
    const text = cut(event.text, SHOWN_CHARACTERS);
    const word = { given: false, at: event.at, text, source: 'message', p: optOut.p };
    const consent = endedBy(optOut).reduce<LeadConsent>(
      (known, of) => withWord(known, of, word),
      state.consent,
    );
    return { ...turn, state: { ...state, consent }, optOut };
  };
}

function endedBy({ scope, channels }: SaidOptOut): readonly ConsentOf[] {
  if (scope === 'channel') return channels;
  return scope === 'all' ? ['all'] : ['topics'];
}
