import { describe, expect, it } from 'vitest';
import { settleProfile } from '../../../processors/settle-profile.ts';
import type { FeatureTurn } from '../../../processors/turn.ts';
import { SEGMENT_CARDS, SEGMENT_INDEX, SEGMENTS, type Segment } from '../../../schemas/segments.ts';
import { fakeJudges } from './fake-judges.ts';
import { stateOf, turnOf } from './turns.ts';

const [one, two, three] = SEGMENTS as [Segment, Segment, Segment];

function probabilities(said: Record<string, number>): Float32Array {
  const p = new Float32Array(SEGMENTS.length);
  for (const [id, value] of Object.entries(said)) p[SEGMENT_INDEX.get(id)!] = value;
  return p;
}

/** Settles a series of probabilities, each on a message of the lead unless said otherwise. */
function settleAll(series: Record<string, number>[], message = true) {
  const reading = message ? fakeJudges.readText('hi', 0, undefined) : undefined;
  let state = stateOf();
  return series.map((p) => {
    const turn: FeatureTurn = {
      ...{ ...turnOf(state), reading, heard: undefined },
      ...{ intents: undefined, optOut: undefined, judged: true, vector: new Float32Array(1) },
    };
    const { profile, challenger } = settleProfile(turn, probabilities(p));
    state = {
      ...state,
      challenger,
      view: { profile } as NonNullable<typeof state.view>,
    };
    return profile;
  });
}
const primaries = (series: Record<string, number>[], message = true) =>
  settleAll(series, message).map((profile) => profile.primaryMicrosegment);

describe('the primary segment', () => {
  it('is the likeliest at first', () => {
    expect(primaries([{ [one]: 0.2, [two]: 0.3 }])).toEqual([two]);
  });

  it('does not flap: a narrow lead must hold for two messages in a row', () => {
    const [first, second] = [
      { [one]: 0.4, [two]: 0.3 },
      { [one]: 0.3, [two]: 0.4 },
    ];
    expect(primaries([first, second, first, second, first])).toEqual([one, one, one, one, one]);
    expect(primaries([first, second, second])).toEqual([one, one, two]);
  });

  it('gives way at once to a clear lead', () => {
    expect(primaries([{ [one]: 0.4 }, { [one]: 0.3, [two]: 0.51 }])).toEqual([one, two]);
  });

  it('is not outvoted by time passing', () => {
    const narrow = { [one]: 0.3, [two]: 0.4 };
    expect(primaries([{ [one]: 0.4 }, narrow, narrow, narrow], false)).toEqual([one, one, one, one]);
  });

  it('starts the count again when another challenger comes', () => {
    const p = (a: number, b: number) => ({ [one]: 0.3, [two]: a, [three]: b });
    expect(primaries([{ [one]: 0.4 }, p(0.4, 0), p(0, 0.4), p(0.4, 0)])).toEqual([one, one, one, one]);
  });
});

describe('a profile', () => {
  it('says how sure it is of the segment it names, and what else shows', () => {
    const [profile] = settleAll([{ [one]: 0.51239, [two]: 0.2, [three]: 0.04 }]);
    expect(profile).toMatchObject({ confidenceScore: 0.512, secondarySegments: [{ id: two, p: 0.2 }] });
    expect(profile!.optimizationStrategy).toBe(SEGMENT_CARDS[one].optimization);
    expect(profile!.conversionApproach).toBe(SEGMENT_CARDS[one].conversion_strategy);
  });

  it('remembers its latest eight segments', () => {
    const series = Array.from({ length: 20 }, (_, i) => ({ [SEGMENTS[i % 2]!]: 0.9 }));
    const evolution = settleAll(series).at(-1)!.behaviorEvolution;
    expect(evolution).toHaveLength(8);
    expect(evolution.at(-1)!.segment).toBe(two);
  });
});
