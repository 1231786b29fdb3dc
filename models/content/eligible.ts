/** Which phrases may be said to this lead: their conditions hold, and every slot they have is known. */
import { type Fragment, INTENTS_BANK, idOf, slotsOf, TYPE_BANKS, UNCLEAR } from './bank.ts';
import type { Facts } from './facts.ts';
import type { ContentRequest } from './request.ts';

/** What a text is about: one phrase, or one for each thing that was asked. */
export interface Core {
  id: string;
  fragments: readonly Fragment[];
}

/** Intents answered in one text at most. */
const MOST_SHORT = 2;
const MOST_LONG = 3;

/** Slots that may stand in a text twice: who speaks. The others would be told again. */
const MAY_REPEAT = new Set(['agent', 'brokerage']);

export const toldSlots = (fragments: readonly Fragment[]): string[] =>
  fragments.flatMap((fragment) => slotsOf(fragment).filter((slot) => !MAY_REPEAT.has(slot)));

/** Whether two of these would tell the same. */
export function repeats(fragments: readonly Fragment[]): boolean {
  for (let i = 1; i < fragments.length; i++)
    for (const slot of slotsOf(fragments[i]!))
      for (let j = 0; j < i; j++)
        if (!MAY_REPEAT.has(slot) && slotsOf(fragments[j]!).includes(slot)) return true;
  return false;
}

const holds = (fragment: Fragment, { slots, side, approach, group }: Facts): boolean =>
  (!fragment.side || fragment.side === side) &&
  (!fragment.approach || fragment.approach === approach) &&
  (!fragment.group || fragment.group === group) &&
  !(fragment.without && fragment.without in slots) &&
  slotsOf(fragment).every((slot) => slot === 'offer' || slot in slots);

const RANKS = ['first', undefined, 'last'] as const;

/** Of the best rank that is at hand. */
export function eligible(fragments: readonly Fragment[], facts: Facts): Fragment[] {
  const held = fragments.filter((fragment) => holds(fragment, facts));
  const best = RANKS.find((rank) => held.some((fragment) => fragment.rank === rank));
  return held.filter((fragment) => fragment.rank === best);
}

/** The most pressing first. */
const ANSWERED_INTENTS = Object.keys(INTENTS_BANK);

/** Asked intents that have an answer, the most pressing first, without those that another's answer covers. */
export function intentsToAnswer(asked: readonly string[]): string[] {
  const known = ANSWERED_INTENTS.filter((intent) => asked.includes(intent));
  const alone = known.find((intent) => INTENTS_BANK[intent]!.alone);
  if (alone) return [alone];
  const said = known.length > 1 ? known.filter((intent) => intent !== 'smalltalk') : known;
  const kept: string[] = [];
  for (const intent of said)
    if (!kept.some((other) => INTENTS_BANK[other]!.covers?.includes(intent))) kept.push(intent);
  return kept;
}

/** What the answer or the first reply answers; empty for every other type. */
export function answered({ type, asked }: ContentRequest): string[] {
  if (type !== 'answer' && type !== 'first_reply') return [];
  const intents = intentsToAnswer(asked?.intents ?? []);
  return type === 'first_reply' ? intents.filter((intent) => intent !== 'smalltalk') : intents;
}

const coreOf = (fragments: readonly Fragment[]): Core => ({
  id: fragments.map(idOf).join('+'),
  fragments,
});

/** Every core the text may have. @param long whether there is room to answer more */
export function coresOf(request: ContentRequest, facts: Facts, long: boolean): Core[] {
  const intents = answered(request).slice(0, long ? MOST_LONG : MOST_SHORT);
  if (intents.length === 0) {
    const { core } = request.type === 'answer' ? UNCLEAR : TYPE_BANKS[request.type];
    return eligible(core, facts).map((fragment) => coreOf([fragment]));
  }
  let rows: Fragment[][] = [[]];
  for (const intent of intents) {
    const phrases = eligible(INTENTS_BANK[intent]!.core, facts);
    // A second answer that tells nothing new is left out.
    rows = rows.flatMap((row) => {
      const more = phrases.filter((phrase) => !repeats([...row, phrase]));
      return more.length > 0 ? more.map((phrase) => [...row, phrase]) : [row];
    });
  }
  return rows.map(coreOf);
}

/** Calls to action: the answered intent's own where it has them; what an unclear message means is asked. */
export function asksOf(request: ContentRequest, facts: Facts): Fragment[] {
  const intents = answered(request);
  if (request.type === 'answer' && intents.length === 0) return eligible(UNCLEAR.ask, facts);
  const own = intents.flatMap((intent) => INTENTS_BANK[intent]!.ask ?? []);
  return eligible(own.length > 0 ? own : TYPE_BANKS[request.type].ask, facts);
}
