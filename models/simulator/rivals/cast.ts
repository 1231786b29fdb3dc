/** The competitors of the simulated market: agents as the market's events name them, two houses, portals, iBuyers. */
import type { Competitor, CompetitorKind, CompetitorRegistry } from '../../../schemas/competition.ts';
import { pickWeighted, type Random } from '../draws.ts';
import type { Side } from '../settings.ts';
import { KINDS } from './settings.ts';

export const CAST: readonly Competitor[] = [
  { id: 'rival-1', kind: 'agent', name: 'Marcy Dunleavy', aliases: ['Marcy'] },
  { id: 'rival-2', kind: 'agent', name: 'Tom Okafor', aliases: ['Okafor'] },
  { id: 'rival-3', kind: 'agent', name: 'Priya Raman', aliases: ['Priya'] },
  { id: 'rival-4', kind: 'agent', name: 'Luis Cardenas', aliases: ['Cardenas'] },
  { id: 'rival-5', kind: 'agent', name: 'Beth Lindqvist', aliases: ['Lindqvist'] },
  { id: 'keystone-crossing', kind: 'brokerage', name: 'Keystone Crossing Realty', aliases: ['Keystone'] },
  { id: 'bluegate', kind: 'brokerage', name: 'Bluegate Homes', aliases: ['Bluegate'] },
  { id: 'zillow', kind: 'portal', name: 'Zillow', aliases: [] },
  { id: 'redfin', kind: 'portal', name: 'Redfin', aliases: [] },
  { id: 'opendoor', kind: 'ibuyer', name: 'Opendoor', aliases: ['Open Door'] },
  { id: 'offerpad', kind: 'ibuyer', name: 'Offerpad', aliases: [] },
];

/** What the tenant knows beside what everybody knows: its local rivals. */
export const LOCAL_REGISTRY: CompetitorRegistry = {
  version: 1,
  competitors: CAST.filter(({ kind }) => kind === 'agent' || kind === 'brokerage'),
  ignored: [],
};

const placesOf = (kind: CompetitorKind): number[] =>
  [...CAST.keys()].filter((place) => CAST[place]!.kind === kind);
const BY_KIND = {
  agent: placesOf('agent'),
  brokerage: placesOf('brokerage'),
  portal: placesOf('portal'),
  ibuyer: placesOf('ibuyer'),
};

/** Index into {@link CAST} of a rival of the given kind. */
export function drawOfKind(kind: CompetitorKind, random: Random): number {
  const places = BY_KIND[kind];
  return places[Math.floor(random() * places.length)]!;
}

/** Index into {@link CAST} of a rival that a lead of this side meets. */
export const drawRival = (side: Side, random: Random): number =>
  drawOfKind(pickWeighted(random, KINDS[side]), random);

/** What a page of a portal is called where a lead's look at one is recorded. */
export const portalPage = (listing: string): string => `https://www.zillow.com/homedetails/${listing}`;
