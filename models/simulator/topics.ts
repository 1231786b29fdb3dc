/** What a lead writes about: intents by stage and side, tilted by what it is and wants. */
import { INTENTS, type Intent } from '../../schemas/intents.ts';
import { pickWeighted, type Random } from './draws.ts';
import { type LeadState, LOAN } from './lead-state.ts';
import type { Side } from './settings.ts';

type Weights = Partial<Record<Intent, number>>;

const BUYER: Weights[] = [
  {
    property_inquiry: 6,
    price_question: 3,
    location_preference: 3,
    feature_preference: 3,
    smalltalk: 2,
    school_question: 1,
    new_build_interest: 0.7,
    competitor_listing: 1,
  },
  {
    feature_preference: 4,
    location_preference: 4,
    budget_statement: 3,
    amenity_preference: 2,
    commute_question: 1.5,
    school_question: 1.5,
    payment_question: 2,
    assistance_request: 0.8,
    data_request: 1,
    trust_concern: 1,
    smalltalk: 2,
    viewing_request: 1.5,
    renovation_interest: 0.8,
  },
  {
    viewing_request: 5,
    viewing_feedback: 2,
    scheduling: 4,
    condition_question: 3,
    price_question: 2,
    decision_maker_consult: 1.5,
    feature_preference: 2,
    property_inquiry: 3,
    commission_question: 0.5,
    competitor_agent: 0.5,
    smalltalk: 1,
  },
  {
    price_negotiation: 5,
    offer_intent: 4,
    condition_question: 2,
    decision_maker_consult: 2,
    legal_or_tax_question: 1.5,
    scheduling: 2,
    smalltalk: 1,
  },
  {
    condition_question: 3,
    legal_or_tax_question: 3,
    scheduling: 3,
    smalltalk: 3,
    payment_question: 2,
    trust_concern: 0.5,
    complaint: 0.5,
  },
];
const SELLER: Weights[] = [
  { seller_valuation: 7, listing_intent: 3, competitor_listing: 1.5, smalltalk: 2, commission_question: 1 },
  {
    seller_valuation: 3,
    listing_intent: 4,
    commission_question: 3,
    renovation_interest: 1.5,
    data_request: 2,
    trust_concern: 1.5,
    competitor_agent: 1.5,
    legal_or_tax_question: 1.5,
    decision_maker_consult: 1.5,
    sell_first_contingency: 1.5,
  },
  {
    scheduling: 4,
    listing_intent: 3,
    complaint: 1.5,
    smalltalk: 2,
    competitor_listing: 1.5,
    data_request: 1.5,
    price_negotiation: 1,
    sell_first_contingency: 1,
  },
  {
    price_negotiation: 5,
    decision_maker_consult: 2,
    legal_or_tax_question: 2,
    scheduling: 2,
    condition_question: 1,
  },
  { legal_or_tax_question: 3, scheduling: 4, smalltalk: 3, condition_question: 2, complaint: 0.5 },
];
const INVESTOR: Weights[] = [
  { investment_return: 5, property_inquiry: 4, rental_question: 2, price_question: 2, data_request: 2 },
  {
    investment_return: 5,
    rental_question: 3,
    data_request: 3,
    budget_statement: 2,
    renovation_interest: 2,
    location_preference: 1.5,
    trust_concern: 0.7,
  },
  {
    investment_return: 3,
    condition_question: 3,
    scheduling: 3,
    viewing_request: 3,
    price_negotiation: 2,
    renovation_interest: 2,
    rental_question: 1.5,
  },
  BUYER[3]!,
  { condition_question: 2, legal_or_tax_question: 4, scheduling: 3, smalltalk: 2 },
];
const TOPICS: Record<Side, Weights[]> = { buyer: BUYER, seller: SELLER, investor: INVESTOR };

/** What the lead is shows in what it says, now and then. */
function tilt({ traits, motivation, loan, stage }: LeadState, daysLeft: number): Weights {
  const cool = Math.exp(-0.7 * motivation);
  return {
    delay_or_stall: stage < 4 ? 0.9 * cool : 0,
    not_interested: stage < 3 ? 0.12 * cool : 0,
    timeline_distant: stage < 3 && daysLeft > 120 ? 0.6 * cool : 0,
    timeline_urgent: daysLeft < 60 ? 1.2 / cool : motivation > 1 ? 0.7 : 0,
    rate_concern: traits.cohort === 'waiter' ? 3.5 : traits.cash ? 0 : 0.4,
    cash_purchase: traits.cash && traits.side !== 'seller' && stage < 4 ? 1.2 : 0,
    financing_status: loan === LOAN.approved && stage < 4 ? 0.8 : 0,
    competitor_agent: 0.3 * traits.roving,
    referral_mention: traits.source === 'referral' && stage === 0 ? 4 : 0.1,
    human_request: stage < 2 ? 0.4 : 0.1,
  };
}

/** @param daysLeft days to the deadline */
export function drawTopic(state: LeadState, daysLeft: number, random: Random): Intent {
  const usual = TOPICS[state.traits.side][state.stage]!;
  const tilted = tilt(state, daysLeft);
  const weights: Weights = {};
  for (const intent of INTENTS) {
    const weight = (usual[intent] ?? 0) + (tilted[intent] ?? 0);
    if (weight > 0) weights[intent] = weight;
  }
  return pickWeighted(random, weights as Record<Intent, number>);
}
