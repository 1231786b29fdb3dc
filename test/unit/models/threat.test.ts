import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playRivals } from '../../../models/simulator/rivals/overlay.ts';
import { AIMS, alarmFigures, chooseThresholds, levelDays } from '../../../models/threat/alarms.ts';
import type { RivalFacts, ThreatFacts } from '../../../models/threat/facts.ts';
import { aucOf, brierOf, calibrationBins, meanOf } from '../../../models/threat/figures.ts';
import { ThreatFold } from '../../../models/threat/fold-facts.ts';
import { THREAT_INPUTS, THREAT_WIDTH, threatInputs } from '../../../models/threat/inputs.ts';
import { LEAVES_AT, threatLevel } from '../../../models/threat/level.ts';
import { loadThreatJudge } from '../../../models/threat/model.ts';
import { threatRows } from '../../../models/threat/world-rows.ts';
import { readThreatCard } from '../../../pipelines/train-threat.ts';
import { COMPETITOR_KINDS, STANCES, THREAT_LEVELS, type ThreatLevel } from '../../../schemas/competition.ts';
import type { LeadEvent } from '../../../schemas/lead-event.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2024, 5, 1);
const judge = loadThreatJudge();
const p = (facts: ThreatFacts): number => judge.predict(threatInputs(facts)).p;

const quietLead: ThreatFacts = {
  ...{ at: NOW, rivals: [], lastLeadAt: NOW - DAY, lastAgentAt: NOW - DAY, waiting: 0.3 },
  ...{ usualGapMs: 2 * DAY, stage: 1, pConvert: 0.2, daysKnown: 14, portalActivities: 0 },
  ...{ areaMoves: 2, priceCuts: 0, priceRises: 0, daysSinceShowing: Number.POSITIVE_INFINITY },
};
const rival = (change: Partial<RivalFacts> = {}): RivalFacts => ({
  ...{ kind: 'agent', stance: 'considering', switching: 0.05, mentions: 1 },
  ...{ firstAt: NOW - DAY, lastAt: NOW - DAY, ...change },
});

const someFacts = fc.record({
  at: fc.constant(NOW),
  lastLeadAt: fc.integer({ min: 0, max: 90 }).map((days) => NOW - days * DAY),
  lastAgentAt: fc.integer({ min: 0, max: 90 }).map((days) => NOW - days * DAY),
  waiting: fc.double({ min: 0, max: 1, noNaN: true }),
  usualGapMs: fc.integer({ min: 1, max: 40 }).map((days) => days * DAY),
  stage: fc.nat(4),
  pConvert: fc.double({ min: 0, max: 1, noNaN: true }),
  daysKnown: fc.nat(400),
  portalActivities: fc.double({ min: 0, max: 9, noNaN: true }),
  areaMoves: fc.double({ min: 0, max: 9, noNaN: true }),
  priceCuts: fc.double({ min: 0, max: 4, noNaN: true }),
  priceRises: fc.double({ min: 0, max: 4, noNaN: true }),
  daysSinceShowing: fc.constantFrom(1, 20, Number.POSITIVE_INFINITY),
});
const someRival = fc
  .record({
    kind: fc.constantFrom(...COMPETITOR_KINDS),
    stance: fc.constantFrom(...STANCES),
    switching: fc.double({ min: 0, max: 1, noNaN: true }),
    mentions: fc.integer({ min: 1, max: 30 }),
    last: fc.nat(60),
    before: fc.nat(60),
  })
  .map(({ last, before, ...rest }): RivalFacts => {
    return { ...rest, lastAt: NOW - last * DAY, firstAt: NOW - (last + before) * DAY };
  });

describe('a threat', () => {
  it('is greater for committed than for comparing, considering and nothing, whatever else is so', () => {
    fc.assert(
      fc.property(someFacts, someRival, (facts, one) => {
        const of = (stance: RivalFacts['stance']) => p({ ...facts, rivals: [{ ...one, stance }] });
        const steps = [p({ ...facts, rivals: [] }), of('considering'), of('comparing'), of('committed')];
        for (let i = 1; i < steps.length; i++)
          expect(steps[i]!).toBeGreaterThanOrEqual(steps[i - 1]! - 1e-12);
      }),
    );
    const of = (stance: RivalFacts['stance']) => p({ ...quietLead, rivals: [rival({ stance })] });
    expect(of('considering')).toBeGreaterThan(1.5 * p(quietLead));
    expect(of('committed')).toBeGreaterThan(1.2 * of('considering'));
  });

  it('is never lowered by another mention, another rival, or a surer wish to leave', () => {
    fc.assert(
      fc.property(someFacts, someRival, someRival, (facts, one, other) => {
        fc.pre(other.stance !== 'complaining');
        const of = (...rivals: RivalFacts[]) => p({ ...facts, rivals });
        const plain = of(one);
        expect(of({ ...one, mentions: one.mentions + 1 })).toBeGreaterThanOrEqual(plain - 1e-12);
        expect(of({ ...one, switching: 1 })).toBeGreaterThanOrEqual(plain - 1e-12);
        expect(of(one, other)).toBeGreaterThanOrEqual(plain - 1e-12);
      }),
    );
  });

  it('that is announced is critical, and one that is only named is not high', () => {
    const announced = rival({ stance: 'committed', switching: 0.9, firstAt: NOW, lastAt: NOW });
    expect(p({ ...quietLead, rivals: [announced] })).toBeGreaterThan(judge.levels.critical);
    const named = rival({ stance: 'neutral', firstAt: NOW, lastAt: NOW });
    expect(p({ ...quietLead, rivals: [named] })).toBeLessThan(judge.levels.high);
  });

  it('says why in parts that add up to the distance from the average lead, weightiest first', () => {
    fc.assert(
      fc.property(someFacts, fc.array(someRival, { maxLength: 4 }), (facts, rivals) => {
        const logit = (x: number) => Math.log(x / (1 - x));
        const of = (own: ThreatFacts) => {
          const { p: chance, parts } = judge.predict(threatInputs(own));
          return { z: logit(chance), sum: parts.reduce((all, { weight }) => all + weight, 0), parts };
        };
        const [one, usual] = [of({ ...facts, rivals }), of(quietLead)];
        expect(one.sum - usual.sum).toBeCloseTo(one.z - usual.z, 6);
        const sizes = one.parts.map(({ weight }) => Math.abs(weight));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }),
    );
  });

  it('is a number for every lead', () => {
    fc.assert(
      fc.property(someFacts, fc.array(someRival, { maxLength: 4 }), (facts, rivals) => {
        const inputs = threatInputs({ ...facts, rivals });
        expect(inputs.length).toBe(THREAT_WIDTH);
        expect(inputs.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('the artefact', () => {
  const card = readThreatCard(new URL('../../../models/', import.meta.url));

  it('says what its card says, of days held out', () => {
    expect(card.sample.length).toBeGreaterThan(5);
    for (const { inputs, p: said } of card.sample)
      expect(judge.predict(Float64Array.from(inputs)).p).toBeCloseTo(said, 5);
    const { watch, high, critical } = card.levels;
    expect([judge.levels.watch, judge.levels.high, judge.levels.critical]).toEqual(
      [watch, high, critical].map(Math.fround),
    );
  });

  it('keeps no weight below 0 of what only a named rival moves', () => {
    const at = (i: number) =>
      judge.predict(Float64Array.from({ length: THREAT_WIDTH }, (_, k) => (k === i ? 1 : 0))).p;
    const none = judge.predict(new Float64Array(THREAT_WIDTH)).p;
    THREAT_INPUTS.forEach(([, , sign], i) => {
      if (sign === 'rises') expect(at(i)).toBeGreaterThanOrEqual(none);
    });
  });

  it('tells threats apart in a world of another seed, better than the rate', () => {
    const playing = playRivals(
      { leads: 400, days: 150, seed: 41, planted: 0, looks: 0.3 },
      { message: (intent) => `about ${intent}`, answer: () => 'noted' },
    );
    let step = playing.next();
    while (!step.done) step = playing.next();
    const rows = threatRows(step.value, ({ state }) => ({ stage: state.stage, pConvert: 0.2 })).filter(
      ({ look }) => look.day < 136,
    );
    const said = rows.map(({ inputs }) => judge.predict(inputs).p);
    const lost = rows.map((row) => row.lost);
    const rate = meanOf(lost);
    expect(rows.length).toBeGreaterThan(2000);
    expect(brierOf(said, lost)).toBeLessThan(0.98 * rate * (1 - rate));
    expect(aucOf(said, lost)).toBeGreaterThan(0.65);
  });

  it('warned in time of four in five losses with a trace, and cried wolf less than once a week per 100 leads', () => {
    const { alarms, brier, auc } = card.figures.heldOut;
    expect(alarms.warned).toBeGreaterThanOrEqual(0.8);
    expect(alarms.falseCriticals).toBeLessThan(1);
    expect(brier.oracle).toBeLessThan(brier.ours);
    expect(brier.ours).toBeLessThan(Math.min(brier.mentioned, brier.rate));
    expect(auc.ours).toBeGreaterThan(auc.mentioned);
  });
});

describe('a level', () => {
  const thresholds = { watch: 0.05, high: 0.1, critical: 0.4 };
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
    expect(level(0.3, 'none', 5000)).toBe('high');
    expect(level(0.3, 'none', 9000)).toBe('critical');
    expect(level(0.2, 'none', 9000)).toBe('high');
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
    const chosen = chooseThresholds(({ high, critical }) => ({
      warned: high <= 0.1501 ? 0.9 : 0.5,
      falseCriticals: critical >= 0.4 ? AIMS.falseCriticals / 2 : 2,
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
      ({ look: { lead, day }, commission: 0 }) as unknown as Parameters<typeof levelDays>[0][number];
    const rows = [row(0, 1), row(1, 1), row(0, 2)];
    const levels = levelDays(rows, [0.2, 0.01, 0.15], { watch: 0.1, high: 0.2, critical: 0.5 });
    expect(levels.get(0)!.map(({ level }) => level)).toEqual(['high', 'high']);
    expect(levels.get(1)!.map(({ level }) => level)).toEqual(['none']);
  });
});

describe('the fold of facts', () => {
  const message = (day: number, from: 'lead' | 'agent', text: string) =>
    ({
      id: `${day}`,
      lead: 'a',
      at: NOW + day * DAY,
      type: 'message',
      from,
      channel: 'sms',
      text,
    }) as LeadEvent;
  const click = (day: number, ref: string) =>
    ({
      id: `${day}`,
      lead: 'a',
      at: NOW + day * DAY,
      type: 'activity',
      activity: 'link_click',
      ref,
    }) as LeadEvent;
  const as = (fold: ThreatFold, day: number) => fold.as(NOW + day * DAY, { stage: 0, pConvert: 0.2 });

  it('keeps rivals by name, their weightiest latest stance, and what stands unanswered', () => {
    const fold = new ThreatFold();
    const named = { kind: 'agent', name: 'Marcy', switching: 0.1 } as const;
    fold.hear(message(0, 'lead', 'we met Marcy'), [{ ...named, stance: 'comparing' }]);
    fold.hear(message(2, 'lead', 'Marcy again?'), [{ ...named, stance: 'neutral' }]);
    expect(as(fold, 3).rivals).toMatchObject([{ stance: 'comparing', mentions: 2, lastAt: NOW + 2 * DAY }]);
    expect(as(fold, 3).waiting).toBeGreaterThan(0.5);
    fold.hear(message(4, 'agent', 'hello'), []);
    expect(as(fold, 5)).toMatchObject({ waiting: 0, lastAgentAt: NOW + 4 * DAY, daysKnown: 5 });
  });

  it('tells a portal from a listing, and lets counts fade', () => {
    const fold = new ThreatFold();
    fold.hear(click(0, 'https://www.zillow.com/homedetails/listing-3'), []);
    fold.hear(click(0, 'listing-4'), []);
    expect([...fold.watched]).toEqual(['listing-4']);
    expect(as(fold, 0).portalActivities).toBe(1);
    expect(as(fold, 14).portalActivities).toBeCloseTo(0.5, 9);
  });
});
