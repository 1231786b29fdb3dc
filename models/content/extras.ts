/** What goes with opener, core and call to action. */
import { COMMON, type Fragment, type Said, TYPE_BANKS } from './bank.ts';
import { answered, eligible } from './eligible.ts';
import type { Facts } from './facts.ts';
import { drawn, idOrNone, keyOf, type Memory, mixed, seedOf } from './memory.ts';
import type { ContentRequest } from './request.ts';
import { sortedLazily } from './sorted-lazily.ts';

/** More to say, an offer of material, a last word. */
export interface Extra {
  more: Fragment | undefined;
  angle: Fragment | undefined;
  offer: Said | undefined;
  closer: Fragment | undefined;
  /** The least is taken first, by lot among equals. */
  cost: number;
  lot: number;
}

const NOTHING = { more: undefined, angle: undefined, offer: undefined, closer: undefined };
export const NO_EXTRA: Extra = { ...NOTHING, cost: 0, lot: 0 };

export const isBare = ({ more, angle, offer, closer }: Extra): boolean =>
  !more && !angle && !offer && !closer;

/** Of all four. */
export const idOfExtra = ({ more, angle, offer, closer }: Extra): string =>
  [more, angle, offer, closer].map(idOrNone).join('.');

/** Cost for a short text to grow, and for a long one to shrink: more than any number of repeats. */
const RELUCTANCE = 100;

/** Every extra there is room for, least read first. A short text has more only when it would be read twice. */
export function extrasOf(
  request: ContentRequest,
  facts: Facts,
  memory: Memory,
  long: boolean,
): Iterable<Extra> {
  const bank = TYPE_BANKS[request.type];
  const isAnswer = answered(request).length > 0;
  const angles = bank.angle && !isAnswer ? anglesOf(facts) : [];
  const bare = { angle: undefined, offer: undefined };
  const offers = angles.flatMap((angle) => facts.offers.map((offer) => ({ angle, offer })));
  const mores = long && !isAnswer ? eligible(bank.core, facts) : [];
  const closers = [undefined, ...COMMON.closer].map((closer) => ({
    ...{ closer, read: memory.ofAll([closer]), key: keyOf(closer) },
  }));
  const seed = seedOf(request.seed);
  const extras: Extra[] = [];
  for (const more of [undefined, ...mores])
    for (const { angle, offer } of long && offers.length > 0 ? offers : [...offers, bare]) {
      const begun = mixed(seed, [more, angle, offer]);
      const readBefore = memory.ofAll([more, angle, offer]);
      for (const { closer, read, key } of closers) {
        const reluctance = RELUCTANCE * Number(long && !isAnswer ? !closer || !more : closer !== undefined);
        const cost = readBefore + read + reluctance;
        extras.push({ more, angle, offer, closer, cost, lot: drawn(begun, key) });
      }
    }
  return sortedLazily(extras, (a, b) => a.cost - b.cost || a.lot - b.lot);
}

/** Ways to offer material that go with the lead's way to decide; else the plain ones. */
function anglesOf(facts: Facts): Fragment[] {
  const held = eligible(COMMON.angle, facts);
  const fitting = held.filter(({ approach }) => approach);
  return fitting.length > 0 ? fitting : held;
}
