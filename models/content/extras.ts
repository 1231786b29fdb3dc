/** What goes with opener, core and call to action. */
import { COMMON, type Fragment, idOf, type Said, TYPE_BANKS } from './bank.ts';
import { answered, eligible } from './eligible.ts';
import type { Facts } from './facts.ts';
import { idOrNone, lot, type Memory } from './memory.ts';
import type { ContentRequest } from './request.ts';

/** More to say, an offer of material, a last word. */
export interface Extra {
  more: Fragment | undefined;
  angle: Fragment | undefined;
  offer: Said | undefined;
  closer: Fragment | undefined;
}

/** Cost for a short text to grow, and for a long one to shrink: more than any number of repeats. */
const RELUCTANCE = 100;

/** Every extra there is room for, least read first. A short text has more only when it would be read twice. */
export function extrasOf(request: ContentRequest, facts: Facts, memory: Memory, long: boolean): Extra[] {
  const bank = TYPE_BANKS[request.type];
  const isAnswer = answered(request).length > 0;
  const angles = bank.angle && !isAnswer ? anglesOf(facts) : [];
  const bare = { angle: undefined, offer: undefined };
  const offers = angles.flatMap((angle) => facts.offers.map((offer) => ({ angle, offer })));
  const mores = long && !isAnswer ? eligible(bank.core, facts) : [];
  const extras: Extra[] = [];
  for (const offer of long && offers.length > 0 ? offers : [...offers, bare])
    for (const closer of [undefined, ...COMMON.closer])
      for (const more of [undefined, ...mores]) extras.push({ ...offer, closer, more });
  const cost = ({ angle, offer, closer, more }: Extra): number =>
    [angle, offer, closer, more].reduce((sum, said) => sum + (said ? memory.of(idOf(said)) : 0), 0) +
    RELUCTANCE * Number(long && !isAnswer ? !closer || !more : closer !== undefined);
  const keyed = extras.map((extra) => ({
    extra,
    cost: cost(extra),
    lot: lot(request.seed, extraId(extra)),
  }));
  return keyed.sort((a, b) => a.cost - b.cost || a.lot - b.lot).map(({ extra }) => extra);
}

/** Ways to offer material that go with the lead's way to decide; else the plain ones. */
function anglesOf(facts: Facts): Fragment[] {
  const held = eligible(COMMON.angle, facts);
  const fitting = held.filter(({ approach }) => approach);
  return fitting.length > 0 ? fitting : held;
}

export const extraId = ({ more, angle, offer, closer }: Extra): string =>
  [more, angle, offer, closer].map(idOrNone).join('.');
