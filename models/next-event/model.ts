/** What the lead will do next within the hour: one multinomial logistic over features and the message just read. */
import { INTENTS } from '../../schemas/intents.ts';
import { readArtefact } from '../artefact.ts';
import { FEATURE_NAMES } from '../features/feature-vector.ts';
import type { NextEventJudge } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { addLogits, type DenseLinear, readDense } from '../linear/softmax-regression.ts';

export const WITHIN_MINUTES = 60;

/** Kinds of the lead's next event. A message is of the first kind that one of its intents belongs to. */
export const MESSAGE_KINDS: readonly [string, readonly string[]][] = [
  ['message.offer', ['offer_intent', 'price_negotiation']],
  [
    'message.selling',
    ['listing_intent', 'seller_valuation', 'sell_first_contingency', 'commission_question'],
  ],
  ['message.viewing', ['viewing_request', 'scheduling']],
  [
    'message.price',
    ['price_question', 'payment_question', 'budget_statement', 'rate_concern', 'financing_status'],
  ],
  ['message.objection', ['delay_or_stall', 'not_interested', 'complaint', 'trust_concern', 'opt_out']],
  [
    'message.property',
    ['property_inquiry', 'feature_preference', 'condition_question', 'location_preference'],
  ],
];
export const KINDS: readonly string[] = [
  'silence',
  ...MESSAGE_KINDS.map(([kind]) => kind),
  'message.other',
  'listing_view',
  'showing_booked',
  'showing_attended',
  'activity.other',
];

/** Features that say something of the next hour; what a lead is like in the long run says little. */
const CHOSEN = FEATURE_NAMES.flatMap((name, i) =>
  /^(?:count\.|gap|reply|sinceLead|sinceAgent|sinceActivity|fading\.|channel\.|lastTokens|perMessage\.)/.test(
    name,
  )
    ? [i]
    : [],
);

/** Features chosen, then the intents of the message just read (zeros where there was none). */
export function nextEventInputs(features: Float32Array, intents: Float32Array | undefined): Float32Array {
  const inputs = new Float32Array(CHOSEN.length + INTENTS.length);
  CHOSEN.forEach((from, to) => {
    inputs[to] = features[from]!;
  });
  if (intents) inputs.set(intents, CHOSEN.length);
  return inputs;
}

export function createNextEventJudge(model: DenseLinear, version: string): NextEventJudge {
  return {
    name: 'nextEvent',
    version,
    kinds: KINDS,
    predict: (batch) =>
      batch.map(({ features, intents }) => {
        const z = new Float64Array(KINDS.length);
        addLogits(model, nextEventInputs(features, intents), z);
        softmax(z);
        return Float32Array.from(z);
      }),
  };
}

/** The trained judge. Throws if its artefact is missing or was trained for other kinds. */
export function loadNextEventJudge(folder = new URL('./', import.meta.url)): NextEventJudge {
  const artefact = readArtefact(folder);
  const model = readDense(artefact, 'kinds');
  if (model.bias.length !== KINDS.length)
    throw new Error('Next events were trained for other kinds: run "make train"');
  return createNextEventJudge(model, artefact.version);
}
