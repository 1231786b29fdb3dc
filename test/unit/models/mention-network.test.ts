import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../models/backend.ts';
import { readText } from '../../../models/features/read-text.ts';
import { softmax } from '../../../models/linear/softmax.ts';
import { competitorIndex } from '../../../models/mentions/competitor-index.ts';
import { findCandidates } from '../../../models/mentions/find-candidates.ts';
import { prepareLine } from '../../../models/mentions/label-lines.ts';
import { readMessage, written } from '../../../models/mentions/message.ts';
import { OUTPUTS, STANCE_FROM, SWITCHING_AT, wordRows } from '../../../models/mentions/network.ts';
import { type NetworkExample, networkExamples } from '../../../models/mentions/network-examples.ts';
import { readMentionLines } from '../../../models/mentions/read-lines.ts';
import { agreed, askNetwork } from '../../../models/mentions/read-network.ts';
import { NETWORK_SETTINGS, trainNetwork } from '../../../models/mentions/train-network.ts';
import { DIMENSIONS } from '../../../models/word-vectors/word-vectors.ts';

const lines = readMentionLines()
  .written.slice(0, 250)
  .map((line) => prepareLine(line, 0));
const examples = lines.flatMap((line) => networkExamples(line, 1, 0.1));

beforeAll(() => openBackend());

describe('the network', () => {
  test('the same lines give the same bits; what is read one candidate at a time is what the arrays say', () => {
    const network = trainNetwork(examples);
    expect(trainNetwork(examples)).toEqual(network);
    const asked = lines.flatMap(({ message, candidates }) =>
      candidates.map((one) => askNetwork(network, message, wordRows(message), one, candidates)),
    );
    expect(asked).toHaveLength(examples.length);
    asked.forEach(({ outcomes, stances, switching }, i) => {
      const z = forward(network, examples[i]!);
      const wanted = [z.slice(0, STANCE_FROM), z.slice(STANCE_FROM, SWITCHING_AT)];
      for (const part of wanted) softmax(part);
      for (const [k, p] of outcomes.entries()) expect(p).toBeCloseTo(wanted[0]![k]!, 4);
      for (const [k, p] of stances.entries()) expect(p).toBeCloseTo(wanted[1]![k]!, 4);
      expect(switching).toBeCloseTo(1 / (1 + Math.exp(-z[SWITCHING_AT]!)), 4);
    });
  }, 60_000);

  test('learns: of lines it was shown it calls mentions likelier than the rest', () => {
    const network = trainNetwork(examples);
    const mean = { yes: [0, 0], no: [0, 0] };
    lines
      .flatMap(({ message, candidates }) =>
        candidates.map((one) => askNetwork(network, message, wordRows(message), one, candidates)),
      )
      .forEach(({ outcomes }, i) => {
        const sum = examples[i]!.mentionWeight > 0 ? mean.yes : mean.no;
        sum[0]! += 1 - outcomes[STANCE_FROM - 1]!;
        sum[1]! += 1;
      });
    expect(mean.yes[0]! / mean.yes[1]!).toBeGreaterThan(mean.no[0]! / mean.no[1]! + 0.2);
  }, 60_000);

  test('two distributions agree on what both think likely', () => {
    const both = agreed(Float64Array.of(0.5, 0.5), Float64Array.of(0.9, 0.1));
    expect(both[0]).toBeCloseTo(0.75);
    expect(both[0]! + both[1]!).toBeCloseTo(1);
  });
});

/** The network by plain sums over its inputs as they are trained on. */
function forward(network: ReturnType<typeof trainNetwork>, { words, flags }: NetworkExample): Float64Array {
  const { hidden } = NETWORK_SETTINGS;
  const width = network.projection.length / DIMENSIONS;
  const h = Float64Array.from(network.hiddenBias);
  for (let i = 0; i < words.length; i++) {
    const slot = Math.floor(i / DIMENSIONS);
    for (let j = 0; j < width; j++) {
      const value = words[i]! * network.projection[(i % DIMENSIONS) * width + j]!;
      for (let k = 0; k < hidden; k++) h[k]! += value * network.words[(slot * width + j) * hidden + k]!;
    }
  }
  flags.forEach((flag, i) => {
    for (let k = 0; k < hidden; k++) h[k]! += flag * network.flags[i * hidden + k]!;
  });
  const z = Float64Array.from(network.outBias);
  for (let k = 0; k < hidden; k++)
    for (let o = 0; o < OUTPUTS; o++) z[o]! += Math.max(0, h[k]!) * network.out[k * OUTPUTS + o]!;
  return z;
}

describe('names in small letters', () => {
  const names = (text: string) => {
    const message = readMessage(readText(text, 0, undefined), text);
    return findCandidates(message, competitorIndex(undefined))
      .filter(({ source }) => source === 'name')
      .map(({ from, to }) => written(message, from, to));
  };
  test.each([
    ['homely says my house is 812', ['homely']],
    ['it is on kijiji since june', ['kijiji']],
    ['we are with summit valley homes until may', ['summit valley homes']],
    ['met meredith today', ['meredith']],
    ['we toured it with the kids', []],
    ['are you at work today', []],
  ])('%j may have %j', (text, wanted) => expect(names(text)).toEqual(wanted));
});
