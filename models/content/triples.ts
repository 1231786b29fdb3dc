/** Opener, core and call to action: what a text says. */
import TinyQueue from 'tinyqueue';
import { type Fragment, idOf, TYPE_BANKS } from './bank.ts';
import { echoes } from './echo.ts';
import { asksOf, type Core, coresOf, eligible, repeats, toldSlots } from './eligible.ts';
import type { Facts } from './facts.ts';
import { drawn, idOrNone, keyOf, type Memory, mixed, seedOf } from './memory.ts';
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
interface Candidate extends Omit<Triple, 'id'> {
  /** Known once its turn may have come. */
  id: string | undefined;
}

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
  const waiting = new TinyQueue(candidatesOf(request, facts, memory, long), inTurn);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (isKnown(next)) {
      yield next;
      continue;
    }
    const { opener, core, ask } = next;
    const phrases = opener ? [opener, ...core.fragments, ask] : [...core.fragments, ask];
    if (!repeats(phrases)) waiting.push(withRepeats(next, phrases, request, memory));
  }
}

const isKnown = (candidate: Candidate): candidate is Candidate & Triple => candidate.id !== undefined;

function withRepeats(
  candidate: Candidate,
  phrases: readonly Fragment[],
  request: ContentRequest,
  memory: Memory,
): Candidate {
  const { opener, core, ask } = candidate;
  const id = [idOrNone(opener), core.id, idOf(ask)].join('.');
  const again = ECHO * echoes(request, [], phrases) + (memory.triples.has(id) ? READ : 0);
  return { ...candidate, id, cost: candidate.cost + again };
}

/** All of them, whether or not they repeat themselves: there are hundreds, and the first few are looked at. */
function candidatesOf(request: ContentRequest, facts: Facts, memory: Memory, long: boolean): Candidate[] {
  const openers: (Fragment | undefined)[] = eligible(TYPE_BANKS[request.type].opener, facts);
  if (!long) openers.push(undefined);
  const asks = asksOf(request, facts).map((ask) => ({ ask, read: memory.of(idOf(ask)), key: keyOf(ask) }));
  const seed = seedOf(request.seed);
  const candidates: Candidate[] = [];
  for (const core of coresOf(request, facts, long)) {
    const told = toldBy(core);
    const coreRead = CORE_WEIGHT * memory.ofAll(core.fragments);
    for (const opener of openers) {
      const read = coreRead + OPENER_WEIGHT * memory.of(idOrNone(opener));
      const begun = mixed(opener ? mixed(seed, [opener]) : seed, core.fragments);
      for (const { ask, read: askRead, key } of asks) {
        const cost = opener ? read + askRead : NO_OPENER;
        candidates.push({ opener, core, ask, id: undefined, cost, told, lot: drawn(begun, key) });
      }
    }
  }
  return candidates;
}
