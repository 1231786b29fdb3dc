/** What the ablation of timing shows each network, and how it counts. */
import { describe, expect, it } from 'vitest';
import { TIMING_SEGMENTS, timingFigures } from '../../../models/evaluation/evaluate-timing.ts';
import { SHARE_OF_INPUT, seenBy } from '../../../models/evaluation/segment-views.ts';
import { FEATURE_NAMES } from '../../../models/features/feature-vector.ts';
import { readText } from '../../../models/features/read-text.ts';
import { runningFeatures } from '../../../models/features/running-features.ts';
import { FEATURES } from '../../../models/segments/deep.ts';
import { INTENTS } from '../../../schemas/intents.ts';

const inputs = Float32Array.from(SHARE_OF_INPUT, (_, i) => i + 1);
const shareOf = (name: string) => SHARE_OF_INPUT[FEATURES + FEATURE_NAMES.indexOf(name)];

/** Features after the texts, one every so many minutes. */
function features(texts: readonly string[], minutes: number, start: string): Float32Array {
  let state = runningFeatures.initial();
  texts.forEach((text, i) => {
    const at = Date.parse(start) + i * minutes * 60_000;
    state = runningFeatures.observe(state, {
      ...{ at, kind: 'message', from: 'lead', channel: 'sms', timezone: 'UTC' },
      ...{
        reading: readText(text, at, 'UTC'),
        intents: new Float32Array(INTENTS.length).fill(text.length / 99),
      },
    });
  });
  return runningFeatures.vector(state, Date.parse(start) + (texts.length - 1) * minutes * 60_000);
}

describe('what a network may see', () => {
  it('is every input once: words, behaviour, or of both and in neither view', () => {
    expect(SHARE_OF_INPUT.length).toBe(FEATURES + FEATURE_NAMES.length);
    expect(
      ['perMessage.night', 'perMessage.weekend', 'gapMean', 'silence', 'source.website'].map(shareOf),
    ).toEqual(Array(5).fill('behaviour'));
    expect(['intentMean.smalltalk', 'intentMost.opt_out', 'entity.money', 'mostMoney'].map(shareOf)).toEqual(
      Array(4).fill('words'),
    );
    expect(['intentTrace.smalltalk', 'daysToTarget'].map(shareOf)).toEqual(['both', 'both']);
  });

  it('is 0 where it may not look, and as it was elsewhere', () => {
    expect(seenBy('all', inputs)).toEqual(inputs);
    const [words, behaviour] = [seenBy('words', inputs), seenBy('behaviour', inputs)];
    inputs.forEach((value, i) => {
      expect([words[i], behaviour[i]]).toEqual([
        SHARE_OF_INPUT[i] === 'words' ? value : 0,
        SHARE_OF_INPUT[i] === 'behaviour' ? value : 0,
      ]);
    });
  });

  it('by words does not change with when they are said, by behaviour not with what is said', () => {
    const seen = (view: 'words' | 'behaviour', f: Float32Array) =>
      seenBy(view, Float32Array.from([...inputs.subarray(0, FEATURES), ...f]));
    const [hi, rent] = [
      ['hi there', 'is it still free?'],
      ['rent is $2,300!', 'two beds in Clintonvale please'],
    ];
    const noon = '2026-01-14T12:00Z';
    const night = '2026-01-17T01:00Z';
    expect(seen('words', features(hi, 5, noon))).toEqual(seen('words', features(hi, 9000, night)));
    expect(seen('behaviour', features(hi, 5, noon))).toEqual(seen('behaviour', features(rent, 5, noon)));
    expect(seen('words', features(hi, 5, noon))).not.toEqual(seen('words', features(rent, 5, noon)));
    expect(seen('behaviour', features(hi, 5, noon))).not.toEqual(seen('behaviour', features(hi, 5, night)));
  });
});

describe('recall', () => {
  const judged = (segment: (typeof TIMING_SEGMENTS)[number] | 'cash_buyer', words: boolean) => ({
    ...{ segment, right: { all: true, words, behaviour: !words } },
  });
  it('is of each segment of timing, of the five, and of the others, with its interval', () => {
    const figures = timingFigures([
      ...TIMING_SEGMENTS.flatMap((id) => [judged(id, true), judged(id, false), judged(id, false)]),
      judged('cash_buyer', true),
    ]);
    expect(figures.map(({ group, leads }) => [group, leads])).toEqual([
      ...TIMING_SEGMENTS.map((id) => [id, 3]),
      ...[
        ['all five', 15],
        ['the others', 1],
      ],
    ]);
    const five = figures[5]!;
    expect(five.all.recall).toBe(1);
    expect(five.words.recall).toBeCloseTo(1 / 3, 4);
    expect(five.behaviour.recall).toBeCloseTo(2 / 3, 4);
    for (const { low, high, recall } of [five.all, five.words, five.behaviour]) {
      expect(low).toBeLessThan(recall);
      expect(high).toBeGreaterThanOrEqual(recall);
    }
    expect(five.lostWithout.behaviour.mean).toBeCloseTo(2 / 3, 4);
    expect(five.lostWithout.words.mean).toBeCloseTo(1 / 3, 4);
    expect(five.lostWithout.behaviour.low).toBeGreaterThan(0.2);
    expect(figures[6]!.behaviour).toMatchObject({ recall: 0 });
  });
});
