/**
 * The deep part: what the text says after few and after many messages, and how the lead behaves, in one hidden
 * layer, beside the text's own logits. Scored by TensorFlow.js, a batch at a time.
 */
import { SEGMENTS } from '../../schemas/segments.ts';
import { openLayers } from '../dense-layers.ts';
import { softmax } from '../linear/softmax.ts';

const CLASSES = SEGMENTS.length;

export interface DeepModel {
  /** Of each input, so that it is centred and scaled; inputs beyond {@link MOST} deviations are cut there. */
  means: Float32Array;
  scales: Float32Array;
  /** inputs × hidden, row-major. */
  inWeights: Float32Array;
  inBias: Float32Array;
  /** hidden × classes, row-major. */
  outWeights: Float32Array;
  outBias: Float32Array;
  /** Trust in the early and the late text's logits: trust[0] + trust[1] · ln n, and trust[2] + trust[3] · ln n. */
  trust: Float32Array;
}

/** Early logits, late logits, ln of the number of messages, then the running features. */
export const EARLY = 0;
export const LATE = CLASSES;
export const LOG_MESSAGES = 2 * CLASSES;
export const FEATURES = LOG_MESSAGES + 1;

const MOST = 4;

/** Centres and scales in place. */
export function standardise(inputs: Float32Array, means: Float32Array, scales: Float32Array): void {
  for (let j = 0; j < inputs.length; j++) {
    inputs[j] = Math.max(-MOST, Math.min(MOST, (inputs[j]! - means[j]!) / scales[j]!));
  }
}

/** A trained model on the open backend. */
export interface DeepScorer {
  /** @param rows as `deepInputs` makes them; probability of each segment, row by row */
  predict(rows: readonly Float32Array[]): Float32Array[];
}

export function openDeep(model: DeepModel): DeepScorer {
  const width = model.means.length;
  const hidden = model.inBias.length;
  const run = openLayers(
    { weights: model.inWeights, inputs: width, units: hidden, bias: model.inBias, activation: 'relu' },
    { weights: model.outWeights, inputs: hidden, units: CLASSES, bias: model.outBias },
  );
  return {
    predict(rows) {
      if (rows.length === 0) return [];
      const inputs = new Float32Array(rows.length * width);
      rows.forEach((row, i) => {
        inputs.set(row, i * width);
        standardise(inputs.subarray(i * width, (i + 1) * width), model.means, model.scales);
      });
      const logits = run(inputs, rows.length);
      return rows.map((row, i) => {
        const own = Float64Array.from(logits.subarray(i * CLASSES, (i + 1) * CLASSES));
        addText(model.trust, row, own);
        softmax(own);
        return Float32Array.from(own);
      });
    },
  };
}

/** Adds the text's logits, as far as they are to be trusted after so many messages. */
function addText(trust: Float32Array, row: Float32Array, logits: Float64Array): void {
  const log = row[LOG_MESSAGES]!;
  const early = trust[0]! + trust[1]! * log;
  const late = trust[2]! + trust[3]! * log;
  for (let k = 0; k < CLASSES; k++) logits[k]! += early * row[EARLY + k]! + late * row[LATE + k]!;
}
