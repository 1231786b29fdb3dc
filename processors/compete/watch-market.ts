/** The four monitors: what the market, a silence or a portal says of a lead, each cause once, while it stands. */
import { FADES_DAYS } from '../../models/threat/facts.ts';
import type { MarketFacts } from '../../schemas/market-event.ts';
import { type CompetingTurn, counted, isHeard, withCompetition, withSignal } from './competing-turn.ts';
import type { CompetitionState, Tally } from './competition-state.ts';
import { marketSignal, type Standing } from './market-signals.ts';
import { quietSignal } from './watch-silence.ts';

const DAY_MS = 86_400_000;
/** An estimate is of the market of its day. */
const PRICED_MS = 45 * DAY_MS;

export function watchMarket(turn: CompetingTurn): CompetingTurn {
  if (turn.state.status !== 'open') return turn;
  return watchSilence(watchNews(withoutExpired(turn)));
}

function withoutExpired(turn: CompetingTurn): CompetingTurn {
  const { competition, asOf } = turn;
  const { signals, pricing, pricedAt } = competition;
  const over = signals.some(({ expires }) => expires <= asOf);
  const old = pricing !== null && pricedAt + PRICED_MS <= asOf;
  if (!over && !old) return turn;
  return withCompetition(turn, {
    ...(over && { signals: signals.filter(({ expires }) => expires > asOf) }),
    ...(old && { pricing: null, pricedAt: 0 }),
  });
}

function watchNews(turn: CompetingTurn): CompetingTurn {
  const { event, asOf, wide } = turn;
  if (event.type !== 'market') return turn;
  const { facts } = event;
  const known = withEstimate(turn, facts);
  if (facts.competitor && wide?.competitors?.ignored.includes(facts.competitor.agent)) return known;
  const signal = marketSignal(facts, standing(turn), event.id, asOf);
  if (!signal) return withRateTold(known, facts);
  // Counted when it is heard first: a cause that comes twice is one.
  if (isHeard(known.competition, signal.id)) return known;
  const tally = TALLIES[signal.kind];
  const tallied = tally ? withCompetition(known, tally(known.competition, asOf)) : known;
  return withRateTold(withSignal(tallied, signal, facts.area), facts);
}

type Count = (known: CompetitionState, at: number) => Partial<CompetitionState>;
const price = (tally: Tally, at: number): Tally => counted(tally, at, FADES_DAYS.prices);
const cut: Count = ({ cuts }, at) => ({ cuts: price(cuts, at) });
const TALLIES: Partial<Record<string, Count>> = {
  competitor_move: ({ moves }, at) => ({ moves: counted(moves, at, FADES_DAYS.moves) }),
  viewed_price_cut: cut,
  cut_into_budget: cut,
  viewed_price_rise: ({ rises }, at) => ({ rises: price(rises, at) }),
};

function withEstimate(turn: CompetingTurn, { estimate, asOf = turn.asOf }: MarketFacts): CompetingTurn {
  return estimate && asOf >= turn.competition.pricedAt
    ? withCompetition(turn, { pricing: estimate, pricedAt: asOf })
    : turn;
}

/** A rate that rises again over the one that was named is news when it falls the next time. */
function withRateTold(turn: CompetingTurn, { index }: MarketFacts): CompetingTurn {
  const { rate } = turn.competition;
  const told = index !== undefined && index.mortgageRate > 0 && index.mortgageRate < rate.named;
  return index === undefined || rate.named === 0 || told === rate.told
    ? turn
    : withCompetition(turn, { rate: { named: rate.named, told } });
}

function standing({ state, competition }: CompetingTurn): Standing {
  const { listing, contact, market } = state;
  const shown = competition.showing.listing;
  return {
    ...{ listing, shown, budget: contact.budget ?? 0, rate: competition.rate },
    shownFact: shown ? market.listings.find((fact) => fact.listing === shown) : undefined,
  };
}

function watchSilence(turn: CompetingTurn): CompetingTurn {
  if (turn.competition.rivals.length === 0) return turn;
  const signal = quietSignal(turn);
  return signal ? withSignal(turn, signal) : turn;
}
