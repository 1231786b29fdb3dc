import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../models/backend.ts';
import { readText } from '../../../models/features/read-text.ts';
import { loadIntentJudge } from '../../../models/intents/model.ts';
import { NETWORK_INPUTS, networkScores } from '../../../models/intents/network.ts';
import { type NetworkExample, trainNetwork } from '../../../models/intents/train-network.ts';
import { seededRandom } from '../../../models/linear/random.ts';
import { INTENT_INDEX, INTENTS } from '../../../schemas/intents.ts';

beforeAll(() => openBackend());

/** Label 0 where the first input is positive, label 1 where the product of the next two is: not linear. */
function examples(): NetworkExample[] {
  const random = seededRandom(5);
  return Array.from({ length: 1500 }, () => {
    const inputs = Float32Array.from({ length: NETWORK_INPUTS }, (_, i) => (i < 3 ? random() * 2 - 1 : 0));
    const labels = [inputs[0]! > 0 ? [0] : [], inputs[1]! * inputs[2]! > 0 ? [1] : []].flat();
    return { inputs, labels };
  });
}

describe('the network over word vectors', () => {
  test('learns what a linear model cannot, and the same bits every time', () => {
    const all = examples();
    const network = trainNetwork(all);
    const right = all.filter(
      ({ inputs, labels }) => networkScores(network, inputs)[0]! > 0 === labels.includes(0),
    ).length;
    expect(right / all.length).toBeGreaterThan(0.9);
    expect(trainNetwork(all)).toEqual(network);
  });
});

describe('the judge of intents', () => {
  const judge = loadIntentJudge();
  const read = (text: string) => readText(text, 0, undefined);
  const said = (text: string) => {
    const [p] = judge.predict([read(text)]);
    return INTENTS.filter((_, k) => p![k]! >= judge.thresholds[k]!);
  };

  test.each([
    ['can we see it saturday at 10?', 'viewing_request'],
    ['what are the property taxes', 'price_question'],
    ['how old is the roof', 'condition_question'],
    ['my lender preapproved me for 400', 'financing_status'],
    ['stop texting me', 'opt_out'],
  ] as const)('%j says %s', (text, intent) => expect(said(text)).toContain(intent));

  test('gives the same bits alone and in a batch', () => {
    const texts = ['call me', '', 'is it still available', 'x'.repeat(5000), 'offer 450k', '👍'];
    const together = judge.predict(texts.map(read));
    texts.forEach((text, i) => {
      expect(judge.predict([read(text)])[0]).toEqual(together[i]);
    });
  });

  test('gives a probability for every intent of any text', () => {
    for (const text of ['', '\u0000', 'ñ', '退订', 'a'.repeat(4096)]) {
      const [p] = judge.predict([read(text)]);
      expect(p).toHaveLength(INTENT_INDEX.size);
      for (const value of p!) expect(value >= 0 && value <= 1).toBe(true);
    }
  });
});
