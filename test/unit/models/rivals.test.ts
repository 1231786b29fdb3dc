import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BorrowedWords } from '../../../models/simulator/borrowed-words.ts';
import { DAY, START } from '../../../models/simulator/calendar.ts';
import { streamOf } from '../../../models/simulator/draws.ts';
import { newLead } from '../../../models/simulator/lead-state.ts';
import { createOracle } from '../../../models/simulator/oracle.ts';
import { affairDay, newAffair } from '../../../models/simulator/rivals/affair.ts';
import { CAST } from '../../../models/simulator/rivals/cast.ts';
import { createRivalOracle } from '../../../models/simulator/rivals/oracle.ts';
import { playRivals, type RivalOptions, type RivalWorld } from '../../../models/simulator/rivals/overlay.ts';
import { THREAT_DAYS } from '../../../models/simulator/rivals/settings.ts';
import { STAGE } from '../../../models/simulator/settings.ts';
import { simulate } from '../../../models/simulator/simulate.ts';
import { drawAgents, drawTraits } from '../../../models/simulator/traits.ts';
import { tracesOf } from '../../../models/threat/alarms.ts';
import { brierOf, meanOf } from '../../../models/threat/figures.ts';
import { LEAD_EVENT_CHECKERS, type LeadEvent } from '../../../schemas/lead-event.ts';
import { MARKET_EVENT_CHECKERS } from '../../../schemas/market-event.ts';

/** Words that say their intent, so that what is added stands out. */
const words: BorrowedWords = { message: (intent) => `about ${intent}`, answer: () => 'noted' };

function finish<T>(playing: Generator<unknown, T>): T {
  for (;;) {
    const { value, done } = playing.next();
    if (done) return value as T;
  }
}
const play = (options: RivalOptions): RivalWorld => finish(playRivals(options, words));

const OPTIONS: RivalOptions = { leads: 700, days: 240, seed: 8, planted: 0, looks: 0.2 };
const world = play(OPTIONS);
const base = finish(simulate(OPTIONS, words));
const planted = play({ leads: 800, days: 120, seed: 9, planted: 0.5, looks: 0 });
const truthOf = new Map(world.truth.map((truth) => [truth.lead, truth]));
const end = START + OPTIONS.days * DAY;

const atOf = ({ at }: LeadEvent): number => Number(at);

describe('the base world', () => {
  it('is the same bytes as before there were rivals', () => {
    const {
      events,
      market,
      truth,
      moments,
      world: played,
    } = finish(simulate({ leads: 80, days: 300, seed: 3 }, words));
    const ask = createOracle(played);
    const oracle = moments.slice(0, 20).map((moment, i) => ask(moment, i).pConvert);
    // Of the commit before the overlay was written.
    expect(
      createHash('sha256').update(JSON.stringify({ events, market, truth, moments, oracle })).digest('hex'),
    ).toBe('af774ca0d3e5086aca3d885d02f3d6520609798bebbc76554934244941329420');
  });

  it('is left as it was: what is not of the overlay is told to the byte, but for what is said of rivals', () => {
    const told = new Map(world.events.map((event) => [event.id, event]));
    let same = 0;
    for (const event of base.events) {
      const own = told.get(event.id);
      if (!own) continue;
      if (event.type === 'message' && /competitor_/.test(event.text)) {
        expect({ ...own, text: '' }).toEqual({ ...event, text: '' });
        expect(world.said.has(event.id)).toBe(true);
      } else expect(own).toEqual(event);
      same++;
    }
    expect(same / base.events.length).toBeGreaterThan(0.8);
    expect(world.market).toEqual(base.market);
  });

  it('loses no event but those after a loss to a rival, and what a lead that is courted keeps to itself', () => {
    const told = new Set(world.events.map(({ id }) => id));
    for (const event of base.events) {
      if (told.has(event.id)) continue;
      const { lostAt, affairs } = truthOf.get(event.lead)!;
      const day = Math.floor((atOf(event) - START) / DAY);
      const courted = affairs.some(
        ({ from, to, ended }) => day >= from - 1 && (ended === 'otherwise' || day <= to + 1),
      );
      const after = lostAt !== null && atOf(event) > lostAt - DAY;
      expect(after || (courted && event.type !== 'outcome' && event.type !== 'profile')).toBe(true);
    }
  });
});

describe('a world with rivals', () => {
  it('is the same bytes for the same seed, and another for another', () => {
    const bytes = (seed: number) => {
      const {
        events,
        market,
        truth,
        looks,
        planted: plants,
      } = play({
        ...{ leads: 60, days: 90, seed, planted: 0.3, looks: 0.1 },
      });
      return JSON.stringify({ events, market, truth, looks, plants });
    };
    expect(bytes(3)).toBe(bytes(3));
    expect(bytes(3)).not.toBe(bytes(4));
  });

  it('writes nothing but valid events, in order of time, each with its id', () => {
    for (const { events, market } of [world, planted]) {
      for (const event of events) expect(LEAD_EVENT_CHECKERS[event.type].check(event)).toBeNull();
      for (const event of market) expect(MARKET_EVENT_CHECKERS[event.type].check(event)).toBeNull();
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      expect(market.map(({ seq }) => seq)).toEqual(market.map((_, i) => i + 1));
      const times = events.map(atOf);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    expect(atOf(world.events.at(-1)!)).toBeLessThan(end);
  });

  it('never hears of a lead again that a rival has, but for its farewell and what others do', () => {
    let lost = 0;
    for (const event of world.events) {
      const { lostAt, sudden } = truthOf.get(event.lead)!;
      if (lostAt === null || sudden || atOf(event) <= lostAt) continue;
      lost++;
      const others = event.type === 'outcome' || (event.type === 'message' && event.from === 'agent');
      expect(others || (event.type === 'activity' && event.activity === 'email_open')).toBe(true);
      if (event.type === 'outcome') expect(event.result).toBe('lost');
    }
    expect(lost).toBeGreaterThan(30);
  });

  it('loses a fifth of its leads to competitors, about half of them without a trace', () => {
    const lost = world.truth.filter(({ lostAt }) => lostAt !== null);
    expect(lost.length / world.truth.length).toBeGreaterThan(0.13);
    expect(lost.length / world.truth.length).toBeLessThan(0.26);
    const untraced = lost.filter((own) => tracesOf(own).length === 0).length / lost.length;
    expect(untraced).toBeGreaterThan(0.4);
    expect(untraced).toBeLessThan(0.7);
    for (const { sudden, affairs, lostAt } of lost)
      if (sudden) expect(affairs.every(({ ended }) => ended === 'cooled')).toBe(true);
      else expect(affairs.at(-1)!.from * DAY + START).toBeLessThan(lostAt!);
  });

  it('lets discreet leads leave no trace, and others only while they are courted', () => {
    for (const { discreet, traces, affairs } of world.truth) {
      if (discreet) expect(traces).toEqual([]);
      for (const { at } of traces) {
        const day = (at - START) / DAY;
        expect(
          affairs.some(({ from, to, ended }) => day > from - 2 && (ended === 'otherwise' || day < to + 2)),
        ).toBe(true);
      }
    }
  });

  it('has many leads that speak of rivals and stay', () => {
    const leads = new Map(world.events.map(({ id, lead }) => [id, lead]));
    const speaking = new Set([...world.said.keys()].map((id) => leads.get(id)!));
    const stayed = [...speaking].filter((lead) => truthOf.get(lead)!.lostAt === null);
    expect(stayed.length).toBeGreaterThan(100);
    expect(stayed.length / speaking.size).toBeGreaterThan(0.5);
  });

  it('names in each message the rival that it is of, or nobody', () => {
    const texts = new Map(world.events.flatMap((e) => (e.type === 'message' ? [[e.id, e.text]] : [])));
    for (const [id, { rival, name, kind }] of world.said) {
      const text = texts.get(id);
      if (text === undefined) continue; // after the last observed day
      expect(CAST[rival]!.kind).toBe(kind);
      expect(CAST.filter((one) => text.includes(one.name)).map((one) => one.name)).toEqual(
        name ? [name] : [],
      );
    }
  });
});

describe('an affair', () => {
  const agents = drawAgents(streamOf(1, 1), 4);

  it('signs only with the rival it is with, ends under contract, and begins anew only after it ended', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(1e6),
          stage: fc.nat(4),
          trust: fc.double({ min: -1, max: 1, noNaN: true }),
        }),
        ({ seed, stage, trust }) => {
          const random = streamOf(seed, 2);
          const lead = { ...newLead(drawTraits(random, 5, agents), 5), stage, trust };
          const affair = newAffair(random);
          for (let day = 6; day < 120 && affair.lostTo < 0; day++) {
            const before = affair.rival;
            const today = {
              day,
              courted: day % 3 === 0,
              moves: day % 5,
              answeredAfter: day % 4 ? undefined : 30,
            };
            const happening = affairDay(affair, lead, today, random);
            if (happening === 'met') expect([before, affair.since]).toEqual([-1, day]);
            if (happening === 'signed') expect(affair.lostTo).toBe(before);
            if (happening === 'signed' || happening === 'cooled') expect(before).toBeGreaterThanOrEqual(0);
            if (happening === undefined) expect(affair.rival).toBe(before);
            if (lead.stage === STAGE.contract) expect(affair.rival).toBe(-1);
            expect(affair.lostTo >= 0).toBe(happening === 'signed');
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('signs sooner the stronger the pull', () => {
    const signedOf = (pull: number) => {
      let signed = 0;
      for (let i = 0; i < 400; i++) {
        const random = streamOf(i, 3);
        const lead = newLead(drawTraits(random, 5, agents), 5);
        const affair = { ...newAffair(random), rival: 1, since: 5, pull };
        for (let day = 6; day < 16 && affair.rival >= 0 && affair.lostTo < 0; day++)
          affairDay(affair, lead, { day, courted: false, moves: 0, answeredAfter: undefined }, random);
        if (affair.lostTo >= 0) signed++;
      }
      return signed;
    };
    const counts = [-1, 0, 1, 2].map(signedOf);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[3]! - counts[0]!).toBeGreaterThan(150);
  });
});

describe('what is planted', () => {
  const texts = new Map(planted.events.map((event) => [event.id, event]));
  const truths = new Map(planted.truth.map((truth) => [truth.lead, truth]));

  it('happens: somebody says it, or the market does', () => {
    expect(new Set(planted.planted.map(({ kind }) => kind)).size).toBe(5);
    for (const { kind, event, lead, at, text } of planted.planted) {
      if (kind === 'deep_cut') {
        const cut = planted.market.find(({ id }) => id === event)!;
        expect(cut).toMatchObject({ type: 'listing', change: 'price', at });
        const toured = planted.events.filter(
          (own) => own.lead === lead && own.type === 'activity' && own.activity === 'showing_attended',
        );
        expect(
          toured.some((own) => own.type === 'activity' && 'listing' in cut && own.ref === cut.listing),
        ).toBe(true);
      } else expect(texts.get(event)).toMatchObject({ type: 'message', from: 'lead', lead, text });
    }
  });

  it('takes effect: who says it has signed is lost at once, who announces it mostly soon', () => {
    const after = (kinds: readonly string[], days: number) => {
      const own = planted.planted.filter(({ kind, at }) => kinds.includes(kind) && at < START + 80 * DAY);
      const lost = own.filter(({ lead, at }) => {
        const { lostAt } = truths.get(lead)!;
        return lostAt !== null && lostAt - at < days * DAY;
      });
      return { of: own.length, share: lost.length / own.length };
    };
    expect(after(['signed'], 1.01).share).toBe(1);
    expect(after(['switching', 'ibuyer'], 30).of).toBeGreaterThan(15);
    expect(after(['switching', 'ibuyer'], 30).share).toBeGreaterThan(0.6);
    expect(after(['decoy'], 14).share).toBeLessThan(0.4);
  });
});

describe('the oracle of threats', () => {
  const oracle = createRivalOracle(world.base.world);
  const asked = world.looks
    .map((look, index) => ({ look, index }))
    .filter(({ look, index }) => look.day < OPTIONS.days - THREAT_DAYS && index % 3 === 0)
    .map(({ look, index }) => {
      const { lostDay } = world.truth[look.lead]!;
      const lost = lostDay !== null && lostDay > look.day && lostDay <= look.day + THREAT_DAYS;
      return { p: oracle(look, index), lost: lost ? 1 : 0 };
    });

  it('is looked for only while the lead is open', () => {
    for (const { lead, day } of world.looks) expect(day).toBeLessThan(world.truth[lead]!.endedDay);
  });

  it('beats the rate by far, and means what it says', () => {
    const [p, lost] = [asked.map((one) => one.p), asked.map((one) => one.lost)];
    const rate = meanOf(lost);
    expect(brierOf(p, lost)).toBeLessThan(0.9 * rate * (1 - rate));
    expect(Math.abs(meanOf(p) - rate)).toBeLessThan(0.25 * rate);
  });
});
