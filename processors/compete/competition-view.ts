/** What agents are shown of a lead's competition. */
import type { AlertView, CompetitionView, PriceEstimate } from '../../schemas/competition.ts';
import { iso } from '../round.ts';
import { claimOf } from './alert-record.ts';
import { signalView } from './competing-turn.ts';
import type { CompetitionState, OpenAlert, Rival } from './competition-state.ts';

/** Of most leads nothing is known: one object, so that unchanged is cheap to see. */
const NOTHING_KNOWN: CompetitionView = {
  level: 'none',
  p: 0,
  valueAtRisk: 0,
  reasons: [],
  rivals: [],
  signals: [],
};

export function competitionView(competition: CompetitionState): CompetitionView {
  const { rivals, signals, level, p, valueAtRisk, reasons, alert, pricing } = competition;
  if (p === 0 && rivals.length === 0 && signals.length === 0 && !alert && !pricing) return NOTHING_KNOWN;
  return {
    level,
    p,
    valueAtRisk,
    reasons: reasons.map(claimOf),
    rivals: rivals.map(rivalView),
    signals: signals.map(signalView),
    ...(alert && { alert: alertView(alert) }),
    ...(pricing && { pricing: pricingView(pricing) }),
  };
}

// Member by member, in one order: a view must be the same text whether its state was kept or came from bytes.
function rivalView({
  competitor,
  kind,
  name,
  stance,
  switching,
  mentions,
  lastAt,
  quote,
  source,
}: Rival): CompetitionView['rivals'][number] {
  return {
    ...(competitor && { competitor }),
    kind,
    name,
    stance,
    switching,
    mentions,
    lastAt: iso(lastAt),
    quote,
    source,
  };
}

function pricingView(pricing: PriceEstimate): PriceEstimate {
  const { listing, area, price, low, high, level, method, comparables } = pricing;
  return {
    ...(listing !== undefined && { listing }),
    area,
    price,
    low,
    high,
    level,
    method,
    comparables: comparables.map(({ listing: home, price: asked, beds, baths, status, at, similarity }) => ({
      listing: home,
      price: asked,
      ...(beds !== undefined && { beds }),
      ...(baths !== undefined && { baths }),
      ...(status !== undefined && { status }),
      at,
      similarity,
    })),
  };
}

function alertView({ id, level, cause, text, at, status, until, dueAt, raised }: OpenAlert): AlertView {
  return {
    id,
    level,
    cause,
    text,
    at: iso(at),
    status,
    dueAt: iso(dueAt),
    raised,
    ...(until > 0 && { until: iso(until) }),
  };
}
