/**
 * What deserves an agent first, in [0, 1]. A rule, not a model, and it reads:
 *
 *   attention = 0.55 · pressing · patience + 0.30 · pConvert + 0.15 · freshness
 *
 * `pressing`: the strongest thing the lead said that no agent has answered yet (0 when all is answered);
 * `patience` halves every 3 days of waiting, `freshness` every 2 days since the lead last did anything; `pConvert`
 * counts for open leads only, and a converted lead keeps only what it asks.
 */
import { INTENT_INDEX, type Intent } from '../schemas/intents.ts';
import type { LeadState } from './lead-state.ts';
import { round } from './round.ts';

const HOUR_MS = 3_600_000;
const PATIENCE_HOURS = 72;
const FRESH_HOURS = 48;
/** Any unanswered message. */
const PLAIN = 0.4;

/** How much an intent presses when it is certain; those not named press as any message does. */
const PRESSING: Partial<Record<Intent, number>> = {
  opt_out: 1,
  human_request: 1,
  offer_intent: 1,
  complaint: 0.95,
  timeline_urgent: 0.85,
  viewing_request: 0.8,
  listing_intent: 0.75,
  scheduling: 0.7,
  price_negotiation: 0.7,
  competitor_agent: 0.7,
  trust_concern: 0.65,
  financing_status: 0.6,
  cash_purchase: 0.6,
};
const WEIGHTS = Object.entries(PRESSING).map(([id, weight]) => [INTENT_INDEX.get(id)!, weight] as const);

/** @param intents probability of each, INTENTS order */
export function pressing(intents: Float32Array): number {
  let most = PLAIN;
  for (const [index, weight] of WEIGHTS) most = Math.max(most, weight * intents[index]!);
  return round(most, 3);
}

/** @param asOf epoch ms */
export function attention(state: LeadState, pConvert: number, asOf: number): number {
  const idleHours = (asOf - state.lastLeadAt) / HOUR_MS;
  const asked = state.waiting * 2 ** (-idleHours / PATIENCE_HOURS);
  if (state.status === 'converted') return round(0.55 * asked, 3);
  const fresh = state.lastLeadAt > 0 ? 2 ** (-idleHours / FRESH_HOURS) : 0;
  return round(0.55 * asked + (state.status === 'open' ? 0.3 * pConvert : 0) + 0.15 * fresh, 3);
}
