import { describe, expect, it } from 'vitest';
import type { BorrowedWords } from '../../../models/simulator/borrowed-words.ts';
import { DAY, START, timeOf, weekday, workingDay } from '../../../models/simulator/calendar.ts';
import { streamOf } from '../../../models/simulator/draws.ts';
import { createOracle } from '../../../models/simulator/oracle.ts';
import { type Simulation, simulate } from '../../../models/simulator/simulate.ts';
import { sayDate } from '../../../models/simulator/slots.ts';
import { LEAD_EVENT_CHECKERS, type LeadEvent } from '../../../schemas/lead-event.ts';
import { MARKET_EVENT_CHECKERS } from '../../../schemas/market-event.ts';

/** Words that say their intent, so that facts stand out. */
const words: BorrowedWords = { message: (intent) => `about ${intent}`, answer: () => 'noted' };

function play(leads: number, days: number, seed: number): Simulation {
  const playing = simulate({ leads, days, seed }, words);
  for (;;) {
    const { value, done } = playing.next();
    if (done) return value;
  }
}

const DAYS = 500;
const world = play(900, DAYS, 7);
const end = START + DAYS * DAY;
const truthOf = new Map(world.truth.map((truth) => [truth.lead, truth]));
const eventsOf = new Map<string, LeadEvent[]>(world.truth.map(({ lead }) => [lead, []]));
for (const event of world.events) eventsOf.get(event.lead)!.push(event);
const underContract = world.truth.filter(({ stages }) => stages.some(({ stage }) => stage === 'contract'));

describe('the calendar', () => {
  it('starts on a Monday, and a working day is never a weekend', () => {
    expect(new Date(START).getUTCDay()).toBe(1);
    for (let day = -10; day < 20; day++) expect(weekday(workingDay(day))).toBeLessThan(5);
  });

  it('knows local midnight across a change of the clock', () => {
    const [before, after] = [69, 70].map((day) => timeOf(day, 0, 'America/New_York')) as [number, number];
    expect(new Date(before).toISOString()).toBe('2024-03-10T05:00:00.000Z');
    expect(after - before).toBe(23 * 3_600_000);
  });
});

describe('a simulated world', () => {
  it('is the same bytes for the same seed, and another world for another', () => {
    const bytes = (seed: number) => {
      const { events, market, truth, moments } = play(60, 200, seed);
      return JSON.stringify({ events, market, truth, moments });
    };
    expect(bytes(3)).toBe(bytes(3));
    expect(bytes(3)).not.toBe(bytes(4));
  });

  it('writes nothing but valid events', () => {
    for (const event of world.events) expect(LEAD_EVENT_CHECKERS[event.type].check(event)).toBeNull();
    for (const event of world.market) expect(MARKET_EVENT_CHECKERS[event.type].check(event)).toBeNull();
  });

  it('is in order of time, with an id for each event, and ends when observation ends', () => {
    for (const events of [world.events, world.market]) {
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      const times = events.map(({ at }) => at as number);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.at(-1)).toBeLessThan(end);
    }
  });

  it('goes on unseen after observation: some convert later, and every fate is known', () => {
    expect(world.truth.some(({ convertedAt }) => convertedAt !== null && convertedAt >= end)).toBe(true);
    for (const { convertedAt, lostAt } of world.truth)
      expect((convertedAt === null) !== (lostAt === null)).toBe(true);
  });

  it('begins each lead with its profile, and hears nothing of it after its closing', () => {
    for (const events of eventsOf.values()) {
      if (events.length === 0) continue;
      expect(events[0]!.type).toBe('profile');
      const closed = events.findIndex((event) => event.type === 'outcome' && event.result === 'converted');
      // An agent's late answer may still come.
      const later = closed < 0 ? [] : events.slice(closed + 1);
      expect(later.every((event) => event.type === 'message' && event.from === 'agent')).toBe(true);
    }
  });

  it('converts 15 to 30 % of its leads, after typically 15 to 60 events', () => {
    const converted = world.truth.filter(({ convertedAt }) => convertedAt !== null).length;
    expect(converted / world.truth.length).toBeGreaterThan(0.15);
    expect(converted / world.truth.length).toBeLessThan(0.35);
    const counts = [...eventsOf.values()].map((events) => events.length).sort((a, b) => a - b);
    const quartiles = [0.25, 0.75].map((part) => counts[Math.floor(part * counts.length)]!);
    expect(quartiles[0]).toBeGreaterThan(8);
    expect(quartiles[1]).toBeLessThan(75);
  });
});

describe('closings', () => {
  it('follow an acceptance by 10 days or more', () => {
    for (const { convertedAt, stages } of world.truth) {
      if (convertedAt === null) continue;
      const accepted = stages.at(-1)!;
      expect(accepted.stage).toBe('contract');
      expect((convertedAt - START) / DAY - accepted.day).toBeGreaterThan(9.5);
    }
  });

  it('mostly keep the date agreed, and hardly ever fall on a weekend', () => {
    const closed = underContract.filter(({ convertedAt }) => convertedAt !== null);
    const days = closed.map(({ convertedAt }) => Math.floor((convertedAt! - 8 * 3_600_000 - START) / DAY));
    const kept = days.filter((day, i) => Math.abs(day - closed[i]!.agreedClosingDay!) <= 2).length;
    expect(kept / closed.length).toBeGreaterThan(0.78);
    expect(kept / closed.length).toBeLessThan(0.92);
    expect(days.filter((day) => weekday(day) > 4).length / days.length).toBeLessThan(0.08);
    expect(closed.length / underContract.length).toBeLessThan(0.97);
  });

  it('are said as agreed, in one of the ways people write a day', () => {
    const plain = underContract.filter(
      ({ stages, agreedClosingDay, closingDay }) =>
        stages.filter(({ stage }) => stage === 'contract').length === 1 && agreedClosingDay === closingDay,
    );
    const ways = (day: number) => {
      const random = streamOf(1, 1);
      return new Set(Array.from({ length: 300 }, () => sayDate(day, day, random)));
    };
    let said = 0;
    for (const { lead, agreedClosingDay, stages } of plain) {
      if (agreedClosingDay === null) continue;
      const since = START + stages.at(-1)!.day * DAY;
      const texts = (eventsOf.get(lead) ?? []).flatMap((event) =>
        event.type === 'message' && Number(event.at) > since ? [event.text] : [],
      );
      const dated = texts.filter((text) => /^(?:Closing is set for|We close|closing) .*\d/.test(text));
      said += dated.length;
      for (const text of dated)
        expect([...ways(agreedClosingDay)].some((way) => text.includes(way))).toBe(true);
    }
    expect(said).toBeGreaterThan(20);
  });
});

describe('what is recorded', () => {
  const outcomes = (result: string) =>
    world.events.filter((event: LeadEvent) => event.type === 'outcome' && event.result === result);

  it('leaves a part of the lost silent', () => {
    const lost = world.truth.filter(({ lostAt }) => lostAt !== null && lostAt < end - 90 * DAY).length;
    expect(outcomes('lost').length / lost).toBeGreaterThan(0.2);
    expect(outcomes('lost').length / lost).toBeLessThan(0.8);
  });

  it('never says converted of a lead that was lost', () => {
    for (const { lead } of outcomes('converted')) expect(truthOf.get(lead)!.lostAt).toBeNull();
  });

  it('gives one listing to one lead', () => {
    const open = new Map<string, string>();
    // A seller's home may be accepted twice: the first deal fell through.
    for (const event of world.events) {
      if (event.type !== 'activity' || event.activity !== 'offer_accepted') continue;
      expect(open.get(event.ref!) ?? event.lead).toBe(event.lead);
      open.set(event.ref!, event.lead);
    }
  });
});

describe('the oracle', () => {
  const oracle = createOracle(world.world);
  const asked = world.moments
    .map((moment, index) => ({ moment, index }))
    .filter(({ index }) => index % 4 === 0)
    .map(({ moment, index }) => {
      const line = oracle(moment, index);
      const { convertedAt } = truthOf.get(line.lead)!;
      const days = convertedAt === null ? Number.POSITIVE_INFINITY : (convertedAt - line.landmark) / DAY;
      return { line, days, converted: days <= 365 ? 1 : 0 };
    });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const open = asked.filter(({ line }) => line.stage !== 'lost');

  it('is asked while the lead is open, and never after it is known how it ended', () => {
    expect(asked.length).toBeGreaterThan(300);
    for (const { days, line } of asked) {
      expect(days).toBeGreaterThan(0);
      expect(line.landmark).toBeLessThan(end);
    }
  });

  it('beats the constant forecast by far', () => {
    const rate = mean(open.map(({ converted }) => converted));
    const brier = mean(open.map(({ line, converted }) => (line.pConvert - converted) ** 2));
    expect(brier).toBeLessThan(0.8 * rate * (1 - rate));
  });

  it('is calibrated within noise, in every third of its forecasts', () => {
    const sorted = [...open].sort((a, b) => a.line.pConvert - b.line.pConvert);
    for (let third = 0; third < 3; third++) {
      const part = sorted.slice(
        Math.floor((third * sorted.length) / 3),
        Math.floor(((third + 1) * sorted.length) / 3),
      );
      const p = part.map(({ line }) => line.pConvert);
      const noise = Math.sqrt(mean(p.map((x) => x * (1 - x))) / part.length);
      // Moments of one lead share its fate, so there are fewer independent ones than moments.
      expect(Math.abs(mean(p) - mean(part.map(({ converted }) => converted)))).toBeLessThan(5 * noise);
    }
  });

  it('orders its quantiles, and commits only under contract', () => {
    for (const { line } of asked) {
      const quantiles = [line.q05, line.q10, line.q25, line.medianDays, line.q75, line.q90, line.q95];
      expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
      if (line.kind === 'date') expect(line.stage).toBe('contract');
    }
    expect(asked.some(({ line }) => line.kind === 'date')).toBe(true);
  });

  it('gives a curve that rises to its chance and halves at its median', () => {
    for (const { line } of asked) {
      const { curve, pConvert, medianDays } = line;
      expect(curve.length).toBe(365);
      expect(curve.every((p, d) => d === 0 || p >= curve[d - 1]!)).toBe(true);
      expect(curve[364]).toBe(pConvert);
      if (pConvert === 0) continue;
      expect(curve[Math.min(364, Math.ceil(medianDays))]!).toBeGreaterThanOrEqual(pConvert / 2);
      if (medianDays > 2) expect(curve[Math.floor(medianDays) - 2]!).toBeLessThanOrEqual(pConvert / 2);
    }
  });

  it('answers the same when asked again', () => {
    const again = createOracle(world.world);
    const { moment, index } = { moment: world.moments[40]!, index: 40 };
    expect(again(moment, index)).toEqual(createOracle(world.world)(moment, index));
  });
});
