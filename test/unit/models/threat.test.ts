import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../../../models/features/read-text.ts';
import { competitorIndex } from '../../../models/mentions/competitor-index.ts';
import { loadMentionJudge } from '../../../models/mentions/model.ts';
import { playRivals } from '../../../models/simulator/rivals/overlay.ts';
import type { RivalFacts, ThreatFacts } from '../../../models/threat/facts.ts';
import { aucOf, brierOf, meanOf } from '../../../models/threat/figures.ts';
import { ThreatFold } from '../../../models/threat/fold-facts.ts';
import { THREAT_INPUTS, THREAT_WIDTH, threatInputs } from '../../../models/threat/inputs.ts';
import { graveness } from '../../../models/threat/level.ts';
import { loadThreatJudge } from '../../../models/threat/model.ts';
import { threatRows } from '../../../models/threat/world-rows.ts';
import { readThreatCard } from '../../../pipelines/train-threat.ts';
import { COMPETITOR_KINDS, STANCES } from '../../../schemas/competition.ts';
import { INTENTS } from '../../../schemas/intents.ts';
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
    expect(of('committed')).toBeGreaterThan(of('considering'));
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

  it('that is announced is critical by itself, and high by the model alone; one that is only named is not high', () => {
    const announced = rival({ stance: 'committed', switching: 0.9, firstAt: NOW, lastAt: NOW });
    expect(graveness(announced)).toBeGreaterThan(judge.levels.grave);
    expect(p({ ...quietLead, rivals: [announced] })).toBeGreaterThan(judge.levels.high);
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
    const { watch, high, critical, grave } = card.levels;
    expect([judge.levels.watch, judge.levels.high, judge.levels.critical, judge.levels.grave]).toEqual(
      [watch, high, critical, grave].map(Math.fround),
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
    const known = competitorIndex(undefined);
    const mentions = loadMentionJudge();
    const readRivals = (text: string) => {
      const reading = readText(text, 0, undefined);
      return mentions.read(reading, text, new Float32Array(INTENTS.length), known);
    };
    const playing = playRivals(
      { leads: 400, days: 150, seed: 41, planted: 0, looks: 0.3 },
      { message: (intent) => `about ${intent}`, answer: () => 'noted' },
    );
    let step = playing.next();
    while (!step.done) step = playing.next();
    const rows = threatRows(
      step.value,
      ({ state }) => ({ stage: state.stage, pConvert: 0.2 }),
      readRivals,
    ).filter(({ look }) => look.day < 136);
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
