/** The same words at other times: the segment that shows in the clock must become likelier, by the model that serves. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Judges } from '../../../../models/judges.ts';
import { loadJudges } from '../../../../models/load-judges.ts';
import type { Segment } from '../../../../schemas/segments.ts';
import { segmentsAfter, TALKS } from './moved-in-time.ts';

/** Midday of four working days, answered within the hour. */
const PLAIN = [
  ...['2026-01-13T12:05', '2026-01-13T12:40', '2026-01-14T13:10', '2026-01-14T13:50'],
  ...['2026-01-15T11:30', '2026-01-15T12:10', '2026-01-16T12:20'],
];
const MOVES: [name: string, segment: Segment, times: string[]][] = [
  [
    'to the small hours of the same days',
    'night_owl_browser',
    [
      ...['2026-01-13T00:05', '2026-01-13T00:40', '2026-01-14T01:10', '2026-01-14T01:50'],
      ...['2026-01-14T23:30', '2026-01-15T00:10', '2026-01-16T00:20'],
    ],
  ],
  [
    'to Saturdays and Sundays, the same hours',
    'weekend_tourer',
    [
      ...['2026-01-10T12:05', '2026-01-10T12:40', '2026-01-11T13:10', '2026-01-11T13:50'],
      ...['2026-01-17T11:30', '2026-01-17T12:10', '2026-01-18T12:20'],
    ],
  ],
  [
    'into a few minutes',
    'speed_responder',
    [
      ...['2026-01-13T12:05', '2026-01-13T12:06', '2026-01-13T12:07', '2026-01-13T12:09'],
      ...['2026-01-13T12:10', '2026-01-13T12:12', '2026-01-13T12:13'],
    ],
  ],
  [
    'apart, with five weeks of silence twice',
    'ghosting_reengager',
    [
      ...['2026-01-13T12:05', '2026-01-13T12:40', '2026-01-13T13:10', '2026-01-13T13:50'],
      ...['2026-02-17T11:30', '2026-02-17T12:10', '2026-03-24T12:20'],
    ],
  ],
  [
    'apart, a month between one and the next',
    'slow_burn_planner',
    [
      ...['2025-10-14T12:05', '2025-10-14T12:40', '2025-11-13T13:10', '2025-11-13T13:50'],
      ...['2025-12-16T11:30', '2025-12-16T12:10', '2026-01-13T12:20'],
    ],
  ],
];

const logit = (p: number): number => Math.log(p / (1 - p));

let judges: Judges;
beforeAll(async () => {
  judges = await loadJudges();
});

/** What moving does to a segment, in log-odds, talk by talk. */
const rises = (segment: Segment, times: readonly string[]): number[] =>
  TALKS.map(
    (talk) =>
      logit(segmentsAfter(judges, talk, times)[segment]) - logit(segmentsAfter(judges, talk, PLAIN)[segment]),
  );
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Those that the clock alone tells; a weekend tourer and a slow-burn planner show in what they say as well. */
const BY_CLOCK: readonly Segment[] = ['night_owl_browser', 'speed_responder', 'ghosting_reengager'];

describe.each(MOVES)('messages moved %s', (_, segment, times) => {
  it(`make ${segment} likelier`, () => {
    expect(mean(rises(segment, times))).toBeGreaterThan(0.2);
  });
});

describe.each(MOVES.filter(([, segment]) => BY_CLOCK.includes(segment)))(
  'messages moved %s',
  (_, segment, times) => {
    it(`make ${segment} likelier, whatever they say`, () => {
      for (const rise of rises(segment, times)) expect(rise).toBeGreaterThan(0);
    });

    it(`raise ${segment} more than any other segment of timing`, () => {
      const others = MOVES.map(([, id]) => id).filter((id) => id !== segment);
      for (const other of others)
        expect(mean(rises(segment, times))).toBeGreaterThan(mean(rises(other, times)) + 0.2);
    });
  },
);
