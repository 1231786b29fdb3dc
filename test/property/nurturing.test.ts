/**
 * Whatever the clock, the zones, the lateness of events and timers, and wherever a process dies: nothing is sent that may
 * not be, and a crash leaves no trace. `make verify` tries many more of them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { versioned } from '../../models/policy/fit.ts';
import { firstWeights } from '../../models/policy/propose-policy.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import { bytesOf, crashing, playSmallWorld, type SmallWorld, violationsOf } from '../nurtured-world.ts';

const RUNS = Number(process.env.NURTURED_WORLDS ?? 5);
const WITHIN_MS = 60_000 + RUNS * 40_000;
const HOUR = 3_600_000;

/** Days of 2024: New Year’s, before clocks go forward, before Thanksgiving’s weekend and clocks going back. */
const opens = fc.constantFrom(0, 62, 180, 300, 320);

/** A hash of a time to [0, 1), so that lateness is the same however often it is asked for. */
const chanceOf = (at: number, salt: number): number =>
  (Math.imul((at / 1000) ^ salt, 0x9e3779b1) >>> 0) / 2 ** 32;

const lateness = fc.record({
  salt: fc.nat(1e6),
  share: fc.constantFrom(0, 0.05, 0.3),
  hours: fc.constantFrom(1, 7, 30),
});
type Lateness = { salt: number; share: number; hours: number };

/** Some come late, by up to so many hours. */
const late =
  ({ salt, share, hours }: Lateness) =>
  (at: number): number =>
    chanceOf(at, salt) < share ? chanceOf(at, salt + 1) * hours * HOUR : 0;
/** All of a stretch arrive at its end, in a burst. */
const burst =
  ({ salt, share, hours }: Lateness) =>
  (at: number): number => {
    const stretch = Math.floor(at / (hours * HOUR));
    return chanceOf(stretch * 1000, salt) < share ? (stretch + 1) * hours * HOUR - at : 0;
  };

const settings = fc.constantFrom<SmallWorld['settings']>(
  {},
  { caps: { perDay: 1, perWeek: 3, marketingPerWeek: 1, marketingPerMonth: 2, minHoursBetween: 24 } },
  { autonomy: { default: 'approve', bySegment: {}, byAgent: {} }, approvalHours: 6 },
  { holdout: { share: 0.5, salt: 'half' } },
);

const worlds = fc
  .record({ seed: fc.nat(1e6), opens, events: lateness, timers: lateness, bursts: fc.boolean(), settings })
  .map(
    ({ seed, opens: day, events, timers, bursts, settings: own }): SmallWorld => ({
      ...{ seed, opens: day, eventsLate: (bursts ? burst : late)(events), settings: own ?? {} },
      brokerage: { timersLate: late(timers) },
    }),
  );

describe('a nurtured world', () => {
  it(
    'sends nothing that may not be sent',
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, async (world) => {
          const run = await playSmallWorld(world);
          expect(run.dead).toEqual([]);
          expect(violationsOf(run, { ...DEFAULT_SETTINGS, ...world.settings })).toEqual([]);
          expect(run.sent.length).toBeGreaterThan(0);
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    },
    WITHIN_MS,
  );

  it(
    'is the same bytes wherever a process dies',
    async () => {
      const crashes = fc.array(fc.record({ commit: fc.nat(4000), written: fc.boolean() }), {
        minLength: 1,
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(worlds, crashes, async (world, at) => {
          const keep = { ...world.brokerage, keeps: true };
          const calm = await playSmallWorld({ ...world, brokerage: keep });
          // A small world may have fewer commits than the positions drawn: two crashes hit any.
          const all = [{ commit: 40, written: false }, { commit: 80, written: true }, ...at];
          const crashed = await playSmallWorld({ ...world, brokerage: { ...keep, between: crashing(all) } });
          expect(crashed.restarts).toBeGreaterThan(0);
          expect(bytesOf(crashed)).toEqual(bytesOf(calm));
        }),
        { numRuns: Math.ceil(RUNS / 4), endOnFailure: true },
      );
    },
    WITHIN_MS,
  );

  it(
    'of no effect has leads that do the same, whatever is sent to them',
    async () => {
      const { version: _, ...first } = firstWeights();
      const played = async (effect: 'real' | 'none', exploration: number) => {
        const run = await playSmallWorld({ seed: 11, effect, weights: versioned({ ...first, exploration }) });
        const said = run.heard.map(({ lead, at, text }) => `${lead} ${at} ${text}`);
        return { said, sent: run.sent.map(({ lead, body }) => `${lead} ${body}`) };
      };
      const [one, other] = [await played('none', 0.1), await played('none', 1)];
      expect(one.sent).not.toEqual(other.sent);
      expect(one.said).toEqual(other.said);
      expect((await played('real', 0.1)).said).not.toEqual(one.said);
    },
    WITHIN_MS,
  );
});
