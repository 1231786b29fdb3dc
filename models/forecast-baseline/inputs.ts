/**
 * What the forecast sees of a lead: how things stood at its last event, and how long nothing has happened since.
 * Silence then enters in one way only, by conditioning; so the forecast after d silent days is the one that was
 * promised for then.
 */
import { INTENTS } from '../../schemas/intents.ts';
import { ACTIVITIES, ACTIVITY_HALF_LIFE } from '../features/feature-layout.ts';
import { advanceInputs, FEATURE_NAMES } from '../features/feature-vector.ts';

/** How far a lead has come; each has a baseline hazard of its own. */
export const STAGES = ['talking', 'shown', 'offered', 'signed', 'accepted'] as const;
/** From these on, the clock starts at the stage and not at the last event: closings take their weeks. */
const CLOCKED = 3;

const index = (name: string): number => {
  const at = FEATURE_NAMES.indexOf(name);
  if (at < 0) throw new Error(`No feature "${name}"`);
  return at;
};

const STILL = [
  'count.lead',
  'count.agent',
  'count.agentSinceLead',
  'count.leadSinceAgent',
  'gapMean',
  'gapLast',
  'replyMean',
  'replyLast',
  'perMessage.tokens',
  'perMessage.questions',
  'lastTokens',
  ...ACTIVITIES.map((name) => `count.${name}`),
  ...INTENTS.map((name) => `intentMean.${name}`),
];
/** Inputs that fade; read as they were at the last event. */
const FADING = INTENTS.map((name) => `intentTrace.${name}`);

export const FORECAST_INPUTS: readonly string[] = ['age', ...STILL, ...FADING];
const stillAt = STILL.map(index);
const fadingAt = FADING.map(index);
const sinceAt = ['sinceLead', 'sinceAgent', 'sinceActivity'].map(index);
const stageAt = ['showing_attended', 'offer_made', 'listing_signed', 'offer_accepted'].map((name) => ({
  count: index(`count.${name}`),
  trace: index(`trace.${name}`),
}));

/** Reasons speak of groups of inputs. */
export function reasonOf(input: string): string {
  const [kind, name] = input.split('.') as [string, string | undefined];
  if (kind === 'intentMean' || kind === 'intentTrace') return `intent.${name}`;
  if (kind === 'count' && ACTIVITIES.includes(name!)) return `activity.${name}`;
  if (kind === 'count') return 'engagement';
  return kind === 'age' ? 'age' : 'pace';
}

export interface Standing {
  /** As of the last event, {@link FORECAST_INPUTS} order. */
  inputs: Float64Array;
  /** Index into {@link STAGES}. */
  stage: number;
  /** Day of the stage's clock at the last event. */
  clock: number;
  /** Days since the last event. */
  silent: number;
}

/** @param features `Features.vector` */
export function readStanding(features: Float32Array, ageDays: number): Standing {
  const silent = Math.expm1(Math.min(...sinceAt.map((i) => features[i]!)));
  const inputs = new Float64Array(FORECAST_INPUTS.length);
  inputs[0] = Math.log1p(Math.max(0, ageDays - silent));
  let next = 1;
  for (const i of stillAt) inputs[next++] = features[i]!;
  let then = features;
  if (silent > 0) {
    then = features.slice();
    advanceInputs(then, fadingAt, -silent);
  }
  for (const i of fadingAt) inputs[next++] = then[i]!;
  let stage = 0;
  for (let s = 0; s < stageAt.length; s++) if (features[stageAt[s]!.count]! > 0) stage = s + 1;
  const clock = stage >= CLOCKED ? Math.max(0, daysInStage(features, stage) - silent) : 0;
  return { inputs, stage, clock, silent };
}

/** Days since the stage's activity, by how far its trace has faded. */
function daysInStage(features: Float32Array, stage: number): number {
  const { count, trace } = stageAt[stage - 1]!;
  const times = Math.expm1(features[count]!);
  const left = Math.expm1(features[trace]!);
  return left > 0 ? ACTIVITY_HALF_LIFE * Math.log2(times / left) : 0;
}
