/** Opener, core and call to action: what a text says. */
import { type Fragment, idOf, TYPE_BANKS } from './bank.ts';
import { echoes } from './echo.ts';
import { asksOf, type Core, coresOf, eligible, repeats, toldSlots } from './eligible.ts';
import type { Facts } from './facts.ts';
import { idOrNone, lot, type Memory, seedOf } from './memory.ts';
import type { ContentRequest } from './request.ts';

export interface Triple {
  opener: Fragment | undefined;
  core: Core;
  ask: Fragment;
  id: string;
  cost: number;
  /** How much it says of this lead. */
  told: number;
  lot: number;
}

/** Costs: more than any number of repeats in a lead's memory. */
const NO_OPENER = 1e3;
const READ = 1e6;
/** A repeated core is noticed most. */
const CORE_WEIGHT = 4;
const OPENER_WEIGHT = 2;
/** A word said twice in a text is worse than a phrase read some touches ago. */
const ECHO = 20;

/** How much a core says of this lead: its way to decide, its side, facts. */
const toldBy = ({ fragments }: Core): number =>
  fragments.reduce(
    (sum, fragment) =>
      sum +
      2 * Number(Boolean(fragment.approach)) +
      Number(Boolean(fragment.side)) +
      Number(Boolean(fragment.group)) +
      Math.min(2, toldSlots([fragment]).length),
    0,
  );

/** A triple before it is known what it repeats: that costs, and most are never asked for. */
type Candidate = Omit<Triple, 'id'> & { phrases: readonly Fragment[] };

const inTurn = (a: Candidate, b: Candidate): number => a.cost - b.cost || b.told - a.told || a.lot - b.lot;

/**
 * Every triple that may be said: the least read first, then what says most of the lead, then by lot. What a triple
 * repeats is found out when its turn may have come; until then its cost without that is the least it can have.
 */
export function* triplesOf(
  request: ContentRequest,
  facts: Facts,
  memory: Memory,
  long: boolean,
): Generator<Triple> {
  const waiting = candidatesOf(request, facts, memory, long).sort(inTurn);
  const ready: (Candidate & { id: string })[] = [];
  for (const next of waiting) {
    while (ready.length > 0 && inTurn(ready[0]!, next) <= 0) yield ready.shift()!;
    const known = withRepeats(next, request, memory);
    ready.splice(placeFor(ready, known), 0, known);
  }
  yield* ready;
}

function placeFor(ready: readonly Candidate[], one: Candidate): number {
  const place = ready.findIndex((other) => inTurn(one, other) < 0);
  return place < 0 ? ready.length : place;
}

function withRepeats(
  candidate: Candidate,
  request: ContentRequest,
  memory: Memory,
): Candidate & { id: string } {
  const { opener, core, ask, phrases } = candidate;
  const id = [idOrNone(opener), core.id, idOf(ask)].join('.');
  const again = ECHO * echoes(request, [], phrases) + (memory.triples.has(id) ? READ : 0);
  return { ...candidate, id, cost: candidate.cost + again };
}

function candidatesOf(request: ContentRequest, facts: Facts, memory: Memory, long: boolean): Candidate[] {
  const bank = TYPE_BANKS[request.type];
  const openers: (Fragment | undefined)[] = eligible(bank.opener, facts);
  if (!long) openers.push(undefined);
  const asks = asksOf(request, facts);
  const seed = seedOf(request.seed);
  const candidates: Candidate[] = [];
  for (const core of coresOf(request, facts, long)) {
    const told = toldBy(core);
    const read = CORE_WEIGHT * memory.ofAll(core.fragments);
    for (const opener of openers)
      for (const ask of asks) {
        const phrases = opener ? [opener, ...core.fragments, ask] : [...core.fragments, ask];
        if (repeats(phrases)) continue;
        const repeated = read + OPENER_WEIGHT * memory.of(idOrNone(opener)) + memory.of(idOf(ask));
        const cost = opener ? repeated : NO_OPENER;
        candidates.push({ opener, core, ask, phrases, cost, told, lot: lot(seed, phrases) });
      }
  }
  return candidates;
}
