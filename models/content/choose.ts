/**
 * Which phrases make the next text: those this lead has read least, the ones that say most about it first, and by lot
 * among equals. The lot is drawn from the seed, so that the same request gives the same text.
 */
import { type Fragment, TYPE_BANKS } from './bank.ts';
import { echoes } from './echo.ts';
import { type Core, eligible, repeats } from './eligible.ts';
import { type Extra, extrasOf, idOfExtra, isBare, NO_EXTRA } from './extras.ts';
import type { Facts } from './facts.ts';
import { markOf } from './listings.ts';
import { lot, Memory, seedOf } from './memory.ts';
import type { ContentRequest } from './request.ts';
import { type Triple, triplesOf } from './triples.ts';

export interface Choice {
  opener: Fragment | undefined;
  core: Core;
  ask: Fragment;
  extra: Extra;
  variant: string;
}

/** A subject other than the last one's. */
export function chooseSubject(request: ContentRequest, facts: Facts): Fragment {
  const seed = seedOf(request.seed);
  const subjects = eligible(TYPE_BANKS[request.type].subject, facts);
  const inTurn = subjects.sort((a, b) => lot(seed, [a]) - lot(seed, [b]));
  return inTurn[request.used.length % inTurn.length]!;
}

/** What is added may not repeat what the text says anyway; nor, while there is a choice, a word of it. */
function goesWith(request: ContentRequest, triple: Triple, extra: Extra, fresh: boolean): boolean {
  const { opener, core, ask } = triple;
  const { more, angle, offer, closer } = extra;
  const said = [...(opener ? [opener] : []), ...core.fragments, ask];
  if (more && (said.includes(more) || repeats([...said, more]))) return false;
  const added = [more, angle, offer, closer].filter((phrase) => phrase !== undefined);
  return !fresh || added.length === 0 || echoes(request, said, added) === 0;
}

/**
 * The best choice that fits: a triple not read yet, or else one read before with an extra that it was not read with,
 * or at last anything. Undefined where nothing fits.
 * @param fits whether the text of a choice is short enough; undefined where there is room for paragraphs
 */
export function choose(
  request: ContentRequest,
  facts: Facts,
  fits: ((choice: Choice) => boolean) | undefined,
): Choice | undefined {
  const long = fits === undefined;
  const memory = new Memory(request.used, request.type);
  const extras = extrasOf(request, facts, memory, long);
  const about = facts.focus ? markOf(facts.focus.listing) : '';
  const bareFits = (triple: Triple): boolean => !fits || fits(choiceOf(request, triple, NO_EXTRA, about));
  for (const fresh of [true, false])
    for (const triple of triplesOf(request, facts, memory, long))
      for (const extra of bareFits(triple) ? extras : []) {
        if (memory.texts.has(`${triple.id}.${idOfExtra(extra)}`) === fresh) continue;
        if (!goesWith(request, triple, extra, fresh)) continue;
        const choice = choiceOf(request, triple, extra, about);
        // Bare, it was found to fit.
        if (!fits || isBare(extra) || fits(choice)) return choice;
      }
  return undefined;
}

const choiceOf = (request: ContentRequest, triple: Triple, extra: Extra, about: string): Choice => ({
  ...{ opener: triple.opener, core: triple.core, ask: triple.ask, extra },
  variant: `${request.type}:${triple.id}.${idOfExtra(extra)}${about}`,
});
