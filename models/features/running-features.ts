/**
 * Running features of one lead: accumulators that each event moves a little, and the model inputs read from them.
 * An event costs the same however long the conversation; what fades, fades by event time.
 */
import type { FeatureEvent, FeatureState, Features } from '../judges.ts';
import { countEvent } from './count-event.ts';
import {
  ACC_LENGTH,
  ACTIVITIES,
  ACTIVITY_HALF_LIFE,
  AT,
  DAY,
  FADING,
  HALF_LIVES,
  INTENT_HALF_LIFE,
  MARKET_HALF_LIFE,
} from './feature-layout.ts';
import { FEATURE_NAMES, featureVector } from './feature-vector.ts';

const VERSION = 1;
const INTENT_COUNT = AT.intentTrace - AT.intentSum;

/** Everything that fades, `days` later. */
function fade(acc: Float64Array, days: number): void {
  for (let h = 0; h < HALF_LIVES.length; h++) {
    const kept = 2 ** (-days / HALF_LIVES[h]!);
    for (let k = 0; k < FADING.length; k++) acc[AT.fading + k * HALF_LIVES.length + h]! *= kept;
  }
  const intents = 2 ** (-days / INTENT_HALF_LIFE);
  for (let i = 0; i < INTENT_COUNT; i++) acc[AT.intentTrace + i]! *= intents;
  const activities = 2 ** (-days / ACTIVITY_HALF_LIFE);
  for (let i = 0; i < ACTIVITIES.length; i++) acc[AT.activityTrace + i]! *= activities;
  const market = 2 ** (-days / MARKET_HALF_LIFE);
  for (const at of [AT.price, AT.inventory, AT.rate]) acc[at]! *= market;
}

/** Implements `Features`. */
export const runningFeatures: Features = {
  names: FEATURE_NAMES,
  initial: () => ({ v: VERSION, acc: new Float64Array(ACC_LENGTH) }),
  observe(before: FeatureState, event: FeatureEvent): FeatureState {
    const acc = before.acc.slice();
    const fresh = acc[AT.events] === 0;
    const at = fresh ? event.at : Math.max(event.at, acc[AT.last]!);
    if (fresh) acc[AT.first] = at;
    else if (at > acc[AT.last]!) fade(acc, (at - acc[AT.last]!) / DAY);
    acc[AT.last] = at;
    acc[AT.events]! += 1;
    countEvent(acc, event, at);
    return { v: before.v, acc };
  },
  seenAt: ({ acc }) => acc[AT.last]!,
  vector: (state, at) => featureVector(state, at),
};
