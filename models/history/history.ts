/**
 * A brokerage's history: what happened to its leads and on its market, in order of time, and how each lead ended as
 * far as the file sees. One parse serves training, evaluation and replay.
 */
import { LEAD_EVENT_CHECKERS, type LeadEvent, type LeadEventType } from '../../schemas/lead-event.ts';
import { MARKET_EVENT_CHECKERS, type MarketEvent } from '../../schemas/market-event.ts';

/** `at` in epoch ms, `lead` an index into {@link History.leads}. */
export interface HistoryEvent {
  lead: number;
  at: number;
  event: LeadEvent;
}

export interface HistoryMarketEvent {
  at: number;
  event: MarketEvent;
}

/** `open`: nothing had happened by the end of sight, which is then `at`. */
export interface Fate {
  result: 'converted' | 'lost' | 'open';
  at: number;
}

export interface History {
  /** Lead ids, in order of first appearance. */
  leads: string[];
  /** In order of time; of one instant, in file order. */
  events: HistoryEvent[];
  market: HistoryMarketEvent[];
  fates: Fate[];
  /** The latest lead event: beyond it nothing is seen (administrative censoring), epoch ms. */
  end: number;
}

const timeOf = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at));

/**
 * Reads parsed JSON lines.
 *
 * @param leadLines LeadEvents of one tenant, in any order
 * @param marketLines MarketEvents, in any order; none is allowed
 * @throws Error that names the line (from 1) of the first one that fails its schema
 */
export function parseHistory(leadLines: readonly unknown[], marketLines: readonly unknown[]): History {
  const leads: string[] = [];
  const index = new Map<string, number>();
  const told = new Set<string>();
  const events = leadLines.flatMap((line, n): HistoryEvent[] => {
    const event = checkedLead(line, n);
    // The same id twice has the effect of once.
    const key = `${event.lead}/${event.id}`;
    if (told.has(key)) return [];
    told.add(key);
    let lead = index.get(event.lead);
    if (lead === undefined) {
      lead = leads.push(event.lead) - 1;
      index.set(event.lead, lead);
    }
    return [{ lead, at: timeOf(event.at), event }];
  });
  const market = marketLines.map((line, n): HistoryMarketEvent => {
    const event = checkedMarket(line, n);
    return { at: timeOf(event.at), event };
  });
  const byTime = (a: { at: number }, b: { at: number }) => a.at - b.at;
  events.sort(byTime);
  market.sort(byTime);
  const end = events.at(-1)?.at ?? 0;
  return { leads, events, market, fates: fatesOf(leads.length, events, end), end };
}

function checkedLead(line: unknown, n: number): LeadEvent {
  const type = (line as { type?: LeadEventType } | null)?.type;
  const good = type !== undefined && LEAD_EVENT_CHECKERS[type]?.is(line);
  if (!good || !Number.isFinite(timeOf((line as LeadEvent).at)))
    throw new Error(`Line ${n + 1} of the history is no LeadEvent`);
  return line as LeadEvent;
}

function checkedMarket(line: unknown, n: number): MarketEvent {
  const type = (line as { type?: MarketEvent['type'] } | null)?.type;
  const good = type !== undefined && MARKET_EVENT_CHECKERS[type]?.is(line);
  if (!good || !Number.isFinite(timeOf((line as MarketEvent).at)))
    throw new Error(`Line ${n + 1} of the market is no MarketEvent`);
  return line as MarketEvent;
}

/** A conversion ends all; a loss (an opt-out is one) ends it unless the lead was reopened or converted later. */
function fatesOf(count: number, events: readonly HistoryEvent[], end: number): Fate[] {
  const fates = Array.from({ length: count }, (): Fate => ({ result: 'open', at: end }));
  for (const { lead, at, event } of events) {
    const fate = fates[lead]!;
    if (event.type !== 'outcome' || fate.result === 'converted') continue;
    if (event.result === 'reopened') fates[lead] = { result: 'open', at: end };
    else if (event.result === 'converted') fates[lead] = { result: 'converted', at };
    else if (fate.result === 'open') fates[lead] = { result: 'lost', at };
  }
  return fates;
}
