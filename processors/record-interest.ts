/**
 * A lead says what it looks at, what it looks for and how far it came. Who watches hears how things are now; a seller
 * what homes like its own say it is worth; who asks how its neighbours fared before its own deed.
 */
import { appraise } from '../models/comparables/appraise.ts';
import { emptyNode, readNode, touchNode } from '../models/history/graph-node.ts';
import { readArea } from '../models/history/market-board.ts';
import { homesOf } from './home-roster.ts';
import { homeOfLead, register, withdraw } from './lead-tastes.ts';
import type { MarketState } from './market-state.ts';
import { type EventOf, type MarketTurn, type News, quietTurn } from './market-turn.ts';
import { estimateOf } from './record-home.ts';
import { listingNow } from './record-listing.ts';

type Interest = EventOf<'interest'>;

export function recordInterest(key: string, event: Interest, known: MarketState): MarketTurn {
  const { lead, at, deed, stage = 0 } = event;
  const said = known.area === '' && event.area !== undefined ? { ...known, area: event.area } : known;
  const state: MarketState = {
    ...said,
    ...listed(said, event),
    ...(deed && { node: touchNode(known.node ?? emptyNode(), lead, stage, at, deed) }),
  };
  const news = nowFor(event, state);
  return { ...quietTurn(key, event, state), news: news ? [news] : [], answer: answerTo(event, known) };
}

/** Who looks for nothing any more is not made to look again by saying so. */
function listed(state: MarketState, event: Interest): Partial<MarketState> {
  if (event.watch === false) return withdraw(state, event.lead);
  const known = state.interested.includes(event.lead);
  const says = event.side !== undefined && (known || event.side !== 'none');
  return event.watch || says ? register(state, event) : {};
}

function nowFor(event: Interest, state: MarketState): News | undefined {
  if (event.listing !== undefined) return event.watch ? listingNow(state, event.lead) : undefined;
  const worth = event.side === 'sell' ? worthOf(event, state) : undefined;
  const index = event.watch ? state.index : undefined;
  if (!worth && !index) return undefined;
  return {
    audience: [event.lead],
    facts: {
      ...(index ? { asOf: state.at, index: indexNow(index) } : {}),
      ...(worth && { estimate: worth }),
    },
  };
}

const indexNow = ({
  inventory,
  medianPrice,
  daysOnMarket,
  mortgageRate,
}: NonNullable<MarketState['index']>) => ({
  ...{ inventory, medianPrice, daysOnMarket, mortgageRate },
});

/** Of the home that a seller has just described. */
function worthOf({ lead, at }: Interest, state: MarketState) {
  const home = homeOfLead(state, state.interested.lastIndexOf(lead));
  const appraiser = home && appraise(homesOf(state.homes), at);
  return appraiser && estimateOf(appraiser, home, state.area);
}

function answerTo(event: Interest, { node, board }: MarketState): MarketTurn['answer'] {
  if (!event.ask) return undefined;
  const kind = event.listing !== undefined ? 'listing' : event.area !== undefined ? 'area' : 'agent';
  return {
    ...{ lead: event.lead, node: kind, inputs: readNode(node, event.at) },
    ...(kind === 'area' && board && { market: readArea(board, event.at) }),
  };
}
