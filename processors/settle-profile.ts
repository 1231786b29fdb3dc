/**
 * The profile from segment probabilities. The primary segment does not flap: another one takes over when it is
 * ahead by {@link CLEAR_LEAD}, or ahead at all on {@link DWELL_MESSAGES} of the lead's messages in a row. A day
 * that passes, or an activity, moves probabilities but wins no such vote.
 */
import type { BehavioralProfile } from '../schemas/insight.ts';
import { SEGMENT_CARDS, SEGMENT_INDEX, SEGMENTS, type Segment } from '../schemas/segments.ts';
import type { LeadState } from './lead-state.ts';
import { iso, round } from './round.ts';
import type { FeatureTurn } from './turn.ts';

const CLEAR_LEAD = 0.2;
const DWELL_MESSAGES = 2;
const SECONDARY = 3;
const SECONDARY_P = 0.05;
const EVOLUTION = 8;

interface Settled {
  profile: BehavioralProfile;
  challenger: LeadState['challenger'];
}

/** @param p probability of each segment, SEGMENTS order */
export function settleProfile(turn: FeatureTurn, p: Float32Array): Settled {
  const before = turn.state.view?.profile;
  const first = SEGMENTS[argmax(p)]!;
  const challenger = before ? challengerOf(turn, before.primaryMicrosegment, first) : null;
  const taken = !before || (challenger && takesOver(challenger, before.primaryMicrosegment, p));
  const primary = taken ? first : (before.primaryMicrosegment as Segment);
  return {
    profile: profileOf(primary, p, before, turn.asOf),
    challenger: taken ? null : challenger,
  };
}

function challengerOf(
  { state, reading }: FeatureTurn,
  primary: string,
  first: string,
): LeadState['challenger'] {
  if (first === primary) return null;
  const before = state.challenger;
  const streak = before?.segment === first ? before.streak : 0;
  return { segment: first, streak: streak + (reading ? 1 : 0) };
}

function takesOver(
  challenger: { segment: string; streak: number },
  primary: string,
  p: Float32Array,
): boolean {
  const of = (segment: string) => p[SEGMENT_INDEX.get(segment) ?? -1] ?? 0;
  return challenger.streak >= DWELL_MESSAGES || of(challenger.segment) - of(primary) >= CLEAR_LEAD;
}

function profileOf(
  primary: Segment,
  p: Float32Array,
  before: BehavioralProfile | undefined,
  asOf: number,
): BehavioralProfile {
  const card = SEGMENT_CARDS[primary];
  const confidenceScore = round(p[SEGMENT_INDEX.get(primary)!]!, 3);
  const evolution = before?.behaviorEvolution ?? [];
  const entered = { at: iso(asOf), segment: primary, p: confidenceScore };
  return {
    primaryMicrosegment: primary,
    secondarySegments: runnersUp(p, primary),
    confidenceScore,
    behaviorEvolution:
      before?.primaryMicrosegment === primary ? evolution : [...evolution, entered].slice(-EVOLUTION),
    similarLeads: [],
    optimizationStrategy: card.optimization,
    conversionApproach: card.conversion_strategy,
  };
}

function runnersUp(p: Float32Array, primary: Segment): { id: string; p: number }[] {
  const others: { id: string; p: number }[] = [];
  for (let i = 0; i < SEGMENTS.length; i++) {
    if (p[i]! >= SECONDARY_P && SEGMENTS[i] !== primary)
      others.push({ id: SEGMENTS[i]!, p: round(p[i]!, 3) });
  }
  return others.sort((a, b) => b.p - a.p).slice(0, SECONDARY);
}

function argmax(p: Float32Array): number {
  let best = 0;
  for (let i = 1; i < p.length; i++) if (p[i]! > p[best]!) best = i;
  return best;
}
