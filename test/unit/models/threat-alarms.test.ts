import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AIMS, alarmFigures, chooseThresholds, levelDays } from '../../../models/threat/alarms.ts';
import { aucOf, calibrationBins } from '../../../models/threat/figures.ts';
import { LEAVES_AT, threatLevel } from '../../../models/threat/level.ts';
import { THREAT_LEVELS, type ThreatLevel } from '../../../schemas/competition.ts';

const DAY = 86_400_000;

describe('a level', () => {
  const thresholds = { watch: 0.05, high: 0.1, critical: 0.4, grave: 0.8 };
  const rank = (level: ThreatLevel) => THREAT_LEVELS.indexOf(level);
  const level = (chance: number, before: ThreatLevel, valueAtRisk = 0) =>
    threatLevel(thresholds, { p: chance, valueAtRisk }, before);

  it('rises at its threshold, and falls only well below it', () => {
    expect(level(0.1, 'none')).toBe('high');
    expect(level(0.08, 'high')).toBe('high');
    expect(level(0.069, 'high')).toBe('watch');
    expect(level(0.29, 'critical')).toBe('critical');
    expect(level(0.27, 'critical')).toBe('high');
    expect(level(0.01, 'critical')).toBe('none');
  });

  it('counts what is at stake: the upper half of high is critical where much is', () => {
    expect(level(0.3, 'none', 3500)).toBe('high');
    expect(level(0.3, 'none', 4500)).toBe('critical');
    expect(level(0.2, 'none', 4500)).toBe('high');
  });

  it('never flutters while the chance moves within the band, and grows with it', () => {
    const chance = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, fc.constantFrom(...THREAT_LEVELS), (a, b, before) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(rank(level(low, before))).toBeLessThanOrEqual(rank(level(high, before)));
        const reached = level(high, 'none');
        if (low >= LEAVES_AT * high + 1e-9) expect(level(low, reached)).toBe(reached);
        expect(level(high, level(high, before))).toBe(level(high, before));
      }),
    );
  });
});

describe('figures of alarms', () => {
  const own = { arrivedDay: 0, endedDay: 40, discreet: false, affairs: [], sudden: false };
  const start = Date.UTC(2024, 0, 1);
  const truth = [
    {
      ...{ ...own, lead: 'a', lostAt: start + 30.5 * DAY, lostDay: 30, lostTo: 'rival-1' },
      traces: [{ at: start + 20.5 * DAY, kind: 'mention' as const }],
    },
    { ...own, lead: 'b', lostAt: null, lostDay: null, lostTo: null, traces: [] },
    { ...own, lead: 'c', lostAt: start + 10.5 * DAY, lostDay: 10, lostTo: 'rival-1', traces: [] },
  ];
  const days = (from: ThreatLevel, at: number, to: ThreatLevel) =>
    Array.from({ length: 30 }, (_, day) => ({ day, level: day < at ? from : to }));

  it('count a warning only after the first trace and a day before the loss, a false alarm by its lead’s fate', () => {
    const figures = (late: number) =>
      alarmFigures(
        truth,
        new Map([
          [0, days('none', late, 'high')],
          [1, days('none', 5, 'critical')],
          [2, days('none', 3, 'critical').slice(0, 10)],
        ]),
        40,
      );
    expect(figures(21)).toMatchObject({ losses: 2, withoutTrace: 0.5, warned: 1, standing: 1 });
    expect(figures(29).warned).toBe(0);
    const { falseCriticals, criticals } = figures(21);
    expect(falseCriticals).toBeCloseTo(100 / 10, 9);
    expect(criticals).toBeCloseTo(200 / 10, 9);
  });

  it('choose the highest threshold that warns of enough, and the lowest that is seldom false', () => {
    const chosen = chooseThresholds(({ high, critical, grave }) => ({
      warned: high <= 0.1501 ? 0.9 : 0.5,
      falseCriticals:
        (critical >= 0.4 ? 0.4 : 2) * AIMS.falseCriticals * (grave >= 0.8 ? 1 : 3) * (critical > 1 ? 0.6 : 1),
    }));
    expect(chosen.high).toBeCloseTo(0.15, 6);
    expect(chosen.critical).toBeGreaterThanOrEqual(0.4);
    expect(chosen.critical).toBeLessThan(0.412);
    expect(chosen.watch).toBe(chosen.high / 2);
  });

  it('rank and group as they should', () => {
    expect(aucOf([0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1])).toBe(1);
    expect(aucOf([0.2, 0.2], [0, 1])).toBe(0.5);
    const bins = calibrationBins([0.9, 0.1, 0.8, 0.2], [1, 0, 0, 0], 2);
    expect(bins.map(({ rows, observed }) => [rows, observed])).toEqual([
      [2, 0],
      [2, 0.5],
    ]);
  });

  it('follow a lead day by day, holding a level as levels are held', () => {
    const row = (lead: number, day: number) =>
      ({
        look: { lead, day },
        commission: 0,
        gravest: lead === 0 && day === 3 ? 0.8 : 0,
      }) as unknown as Parameters<typeof levelDays>[0][number];
    const rows = [row(0, 1), row(1, 1), row(0, 2), row(0, 3), row(0, 4)];
    const levels = levelDays(rows, [0.2, 0.01, 0.15, 0.1, 0.1], {
      ...{ watch: 0.1, high: 0.2, critical: 0.5, grave: 0.8 },
    });
    expect(levels.get(0)!.map(({ level }) => level)).toEqual(['high', 'high', 'critical', 'watch']);
    expect(levels.get(1)!.map(({ level }) => level)).toEqual(['none']);
  });
});
