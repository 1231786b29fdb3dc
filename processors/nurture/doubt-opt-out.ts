/**
 * An opt-out that may have been misheard. It counts at once like any other; but a person is asked to read it, and its
 * word, nothing else, brings back what stood before.
 */
import type { HandbackEvent } from '../../schemas/system-event.ts';
import { type ConsentWord, isEnded, type LeadConsent, withWord } from '../keep-consent.ts';
import { endEscalation } from './end-escalation.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';

/**
 * Below it, who wrote is asked about. Of messages that are no opt-out, not learned from, 94 % of those heard as one have
 * less; of opt-outs heard, 15 % of the given lines and a third of those of the corpus (cross-validated).
 */
const SURE = 0.7;

/** Consent as it stood before the first opt-out in doubt; null where there is no doubt. */
export function doubtOf({ optOut, before, nurture }: FollowUpTurn): { consent: LeadConsent } | null {
  const known = nurture.doubt ?? null;
  if (!optOut || optOut.scope === 'topic') return known;
  if (optOut.p >= SURE) return null;
  const consent = before && !before.erased ? before.consent : {};
  return known ?? (isEnded(consent, 'all') ? null : { consent });
}

/** @param word of the person who has read it */
export function settleDoubt(turn: FollowUpTurn, { by, optOut: word }: HandbackEvent): FollowUpTurn {
  const { state, nurture } = turn;
  if (!word || !nurture.doubt) return turn;
  const settled = withNurture(turn, { doubt: null });
  if (word === 'meant') return withChange(settled, 'opt_out_confirmed', by, `${by} read it: it was meant.`);
  const consent = withoutDoubted(state.consent, nurture.doubt.consent);
  return withChange(
    { ...settled, state: { ...state, consent } },
    'opt_out_withdrawn',
    by,
    `${by} read it: it was no opt-out.`,
  );
}

/** The lead's status says that it opted out: nobody has to be asked any more. */
export function endDoubt(turn: FollowUpTurn): FollowUpTurn {
  if (!turn.nurture.doubt || turn.state.status !== 'opted_out') return turn;
  const settled = withNurture(turn, { doubt: null });
  return settled.nurture.escalation?.reason === 'opt_out_unsure'
    ? endEscalation(settled, 'person', 'It is recorded that the lead opted out.')
    : settled;
}

/** What stood before, and every word since that was not in doubt, in the order of their times. */
function withoutDoubted(now: LeadConsent, before: LeadConsent): LeadConsent {
  const since = (Object.entries(now) as [keyof LeadConsent, ConsentWord][])
    .filter(([, word]) => !isDoubted(word))
    .sort(([, a], [, b]) => a.at - b.at);
  return since.reduce<LeadConsent>((known, [of, word]) => withWord(known, of, word), before);
}

const isDoubted = ({ given, source, p }: ConsentWord): boolean =>
  !given && source === 'message' && p !== undefined && p < SURE;
