/** What prepared texts rest on, in parts, so that each is dropped when its own part changes and not before. */
import { crc32 } from '../../schemas/crc32.ts';
import { openDesk } from '../nurture/follow-up-turn.ts';
import { isSeller } from '../nurture/side-of.ts';
import type { NextTurn } from '../turn.ts';
import { replyChannel } from './reply-channel.ts';

/** By part: the lead and who writes to it, the listing, the market of its area, the agent's free times. */
export type Assumptions = Record<(typeof PARTS)[number], string>;
const PARTS = ['w', 'l', 'm', 's'] as const;

export function assumptionsOf({ state, wide }: NextTurn): Assumptions {
  const { contact, nurture, market, listing, prebake } = state;
  const { settings, agent } = openDesk(wide, contact.agent);
  const { brokerage, agents } = settings.sender;
  const who = [
    ...[contact.name, contact.agent, contact.area, contact.timezone, contact.budget, brokerage],
    ...[contact.agent !== undefined && agents[contact.agent]?.name, isSeller(state), listing],
    ...[replyChannel(nurture), prebake.language, nurture.sends.length, nurture.read.at(-1)],
  ];
  let home = '';
  for (const fact of market.listings) {
    if (fact.listing !== listing) continue;
    const { at, price, previousPrice, status, change } = fact;
    home += `${at} ${price} ${previousPrice} ${status} ${change},`;
  }
  let times = '';
  for (const { from, to } of agent?.freeSlots ?? []) times += `${from} ${to},`;
  return { w: who.join('|'), l: home, m: `${market.area?.name} ${market.area?.at}`, s: times };
}

/** Stands for everything there is to rest on. */
export const wholeOf = ({ w, l, m, s }: Assumptions): string => `${w}/${l}/${m}/${s}`;

const SOURCES: [RegExp, Exclude<keyof Assumptions, 'w'>][] = [
  [/^listing /, 'l'],
  [/^market index/, 'm'],
  [/^agent's calendar/, 's'],
];

/** Of a text that states facts from these sources: the parts it rests on, and their hash. */
export function digestOf(assumed: Assumptions, sources: readonly string[]): string {
  const used = SOURCES.flatMap(([source, part]) => (sources.some((said) => source.test(said)) ? [part] : []));
  return digestOfParts(assumed, `w${used.join('')}`);
}

function digestOfParts(assumed: Assumptions, parts: string): string {
  let text = '';
  for (const part of PARTS) if (parts.includes(part)) text += `${assumed[part]}/`;
  return `${parts}:${crc32(text).toString(36)}`;
}

/** Tells of digests whether everything that {@link digestOf} made them of is as it was; each part is hashed once. */
export function standingUnder(assumed: Assumptions): (digest: string) => boolean {
  const known = new Map<string, string>();
  return (digest) => {
    const parts = digest.slice(0, digest.indexOf(':'));
    const now = known.get(parts) ?? digestOfParts(assumed, parts);
    known.set(parts, now);
    return now === digest;
  };
}
