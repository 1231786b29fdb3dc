/** A simulated world with rivals as rows to learn a threat from: one for the end of each day of an open lead. */
import type { LeadEvent } from '../../schemas/lead-event.ts';
import type { MarketEvent } from '../../schemas/market-event.ts';
import { AREAS } from '../simulator/market-paths.ts';
import type { RivalLook, RivalWorld } from '../simulator/rivals/overlay.ts';
import { THREAT_DAYS } from '../simulator/rivals/settings.ts';
import { type ReadMention, ThreatFold } from './fold-facts.ts';
import { threatInputs } from './inputs.ts';
import { graveness } from './level.ts';

export interface ThreatRow {
  look: RivalLook;
  inputs: Float64Array;
  lost: 0 | 1;
  /** Days since a rival was last heard of; Infinity before. */
  sinceMention: number;
  /** US dollars that the lead is expected to bring: P(converts) × price × commission. */
  commission: number;
  /** Largest graveness of what was said since the look before; 0 where nothing was. */
  gravest: number;
}

/** Mentions of rivals in a message of the lead. */
export type ReadRivals = (text: string) => ReadMention[];

/** Of the price, as the leads' chain has it where a tenant does not say otherwise. */
const COMMISSION = 0.024;
const DAY = 86_400_000;

/** How far a lead has come and whether it will convert, as forecast at a look. */
export type Forecasts = (look: RivalLook, index: number) => { stage: number; pConvert: number };

type Timed =
  | { at: number; event: LeadEvent; market?: never; look?: never }
  | { at: number; market: MarketEvent; event?: never; look?: never }
  | { at: number; look: number; event?: never; market?: never };

/** In order of time; of one moment events before looks. */
function timeline({ events, market, looks }: RivalWorld): Timed[] {
  const all: Timed[] = [
    ...market.map((m) => ({ at: Number(m.at), market: m })),
    ...events.map((event) => ({ at: Number(event.at), event })),
    ...looks.map(({ at }, look) => ({ at, look })),
  ];
  return all.sort((a, b) => a.at - b.at);
}

/** @returns one row a look, in the order of the looks; those whose 14 days are not over at the end are left out */
export function threatRows(world: RivalWorld, forecasts: Forecasts, readRivals: ReadRivals): ThreatRow[] {
  const { truth, base } = world;
  const folds = new Map(truth.map(({ lead }) => [lead, new ThreatFold()]));
  const heard = new Map<string, number>();
  const watching = new Map<string, Set<ThreatFold>>();
  const prices = new Map<string, number>();
  const byArea = new Map<string, ThreatFold[]>(AREAS.map(({ name }) => [name, []]));
  truth.forEach(({ lead }, index) => {
    byArea.get(AREAS[base.world.lives[index]!.traits.area]!.name)!.push(folds.get(lead)!);
  });
  const gravest = new Map<string, number>();
  const rows: ThreatRow[] = new Array(world.looks.length);

  function hear(event: LeadEvent): void {
    const fold = folds.get(event.lead)!;
    const mentions = event.type === 'message' && event.from === 'lead' ? readRivals(event.text) : [];
    for (const mention of mentions)
      gravest.set(event.lead, Math.max(gravest.get(event.lead) ?? 0, graveness(mention)));
    fold.hear(event, mentions);
    if (mentions.length > 0) heard.set(event.lead, Number(event.at));
    if (event.type !== 'activity' || !event.ref) return;
    const others = watching.get(event.ref) ?? new Set();
    watching.set(event.ref, others.add(fold));
  }
  function hearMarket(event: MarketEvent, at: number): void {
    if (event.type === 'competitor')
      for (const fold of byArea.get(event.area) ?? []) fold.competitorMoved(at);
    if (event.type !== 'listing') return;
    const before = prices.get(event.listing);
    prices.set(event.listing, event.price);
    if (before === undefined || before === event.price) return;
    for (const fold of watching.get(event.listing) ?? []) fold.priceMoved(at, event.price < before);
  }
  function read(index: number): void {
    const look = world.looks[index]!;
    const { lead, lostDay } = truth[look.lead]!;
    const forecast = forecasts(look, index);
    const facts = folds.get(lead)!.as(look.at, forecast);
    const lost = lostDay !== null && lostDay > look.day && lostDay <= look.day + THREAT_DAYS;
    rows[index] = {
      ...{ look, inputs: threatInputs(facts), lost: lost ? 1 : 0 },
      sinceMention: (look.at - (heard.get(lead) ?? Number.NEGATIVE_INFINITY)) / DAY,
      commission: COMMISSION * forecast.pConvert * look.state.traits.budget,
      gravest: gravest.get(lead) ?? 0,
    };
    gravest.delete(lead);
  }
  for (const { at, event, market, look } of timeline(world)) {
    if (event) hear(event);
    else if (market) hearMarket(market, at);
    else read(look!);
  }
  return rows;
}
