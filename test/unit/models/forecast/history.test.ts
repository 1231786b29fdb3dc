import { describe, expect, test } from 'vitest';
import { readText } from '../../../../models/features/read-text.ts';
import { GraphBoard } from '../../../../models/history/graph-board.ts';
import { MOST_NEIGHBOURS, NODE_INPUTS } from '../../../../models/history/graph-node.ts';
import { parseHistory } from '../../../../models/history/history.ts';
import { emptyNotes, type LeadNotes, NOTE, STAGE, takeNotes } from '../../../../models/history/lead-notes.ts';
import { MARKET_INPUTS, MarketBoard } from '../../../../models/history/market-board.ts';
import { type Milestone, milestoneBit, readMilestones } from '../../../../models/history/milestones.ts';
import type { IndexEvent } from '../../../../schemas/market-event.ts';

const DAY = 86_400_000;
const MARCH_1 = Date.UTC(2026, 2, 1, 16);
const day = (iso: string): number => Date.parse(iso) / DAY;

const activity = (notes: LeadNotes, name: string, at: number) =>
  takeNotes(notes, { at, kind: 'activity', activity: name });
const message = (notes: LeadNotes, from: 'lead' | 'agent', text: string, at: number) =>
  takeNotes(notes, { at, kind: 'message', from, channel: 'sms', reading: readText(text, at, undefined) });

describe('a history', () => {
  const base = { lead: 'a', type: 'outcome' };
  test('knows how each lead ended, and where sight ends', () => {
    const history = parseHistory(
      [
        { ...base, id: '1', at: 100, result: 'lost' },
        { ...base, id: '2', at: 200, result: 'reopened' },
        { ...base, id: '3', lead: 'b', at: 300, result: 'opted_out' },
        { ...base, id: '4', lead: 'c', at: '1970-01-01T00:00:00.050Z', result: 'lost' },
        { ...base, id: '5', lead: 'c', at: 400, result: 'converted' },
      ],
      [],
    );
    expect(history.leads).toEqual(['c', 'a', 'b'].sort((x, y) => 'abc'.indexOf(x) - 'abc'.indexOf(y)));
    expect(history.end).toBe(400);
    expect(history.fates).toEqual([
      { result: 'open', at: 400 },
      { result: 'lost', at: 300 },
      { result: 'converted', at: 400 },
    ]);
  });

  test('names the line that is none', () => {
    expect(() => parseHistory([{ ...base, id: '1', at: 1, result: 'won' }], [])).toThrow('Line 1');
  });
});

describe('notes of a lead', () => {
  test('keep the closing last named, by either side, and count its moves', () => {
    const notes = emptyNotes();
    activity(notes, 'offer_made', MARCH_1);
    activity(notes, 'offer_accepted', MARCH_1 + DAY);
    message(notes, 'agent', 'Congrats! Closing is set for March 27.', MARCH_1 + 2 * DAY);
    expect(notes[NOTE.closingDay]).toBe(day('2026-03-27'));
    message(notes, 'lead', 'The inspector comes Friday at 2, right?', MARCH_1 + 3 * DAY);
    expect(notes[NOTE.closingDay]).toBe(day('2026-03-27'));
    message(notes, 'lead', 'Lender says closing got pushed from March 27 to April 3', MARCH_1 + 9 * DAY);
    expect(notes[NOTE.closingDay]).toBe(day('2026-04-03'));
    expect(notes[NOTE.closingMoves]).toBe(1);
  });

  test('take a deadline for an aim, and no closing before there is an offer', () => {
    const notes = emptyNotes();
    message(notes, 'lead', 'Our lease is up March 31, so we hope to close by then', MARCH_1);
    expect(notes[NOTE.closingDay]).toBe(0);
    expect(notes[NOTE.targetDay]).toBe(day('2026-03-31'));
  });

  test('follow the stages up, and back when a deal fails', () => {
    const notes = emptyNotes();
    message(notes, 'lead', 'Hello', MARCH_1);
    expect(notes[NOTE.stage]).toBe(STAGE.inquiry);
    message(notes, 'lead', 'Could we see it?', MARCH_1 + 1);
    expect(notes[NOTE.stage]).toBe(STAGE.engaged);
    activity(notes, 'showing_attended', MARCH_1 + DAY);
    activity(notes, 'offer_made', MARCH_1 + 2 * DAY);
    message(notes, 'agent', 'Great news, your offer was accepted!', MARCH_1 + 3 * DAY);
    expect(notes[NOTE.stage]).toBe(STAGE.contract);
    expect(notes[NOTE.stageAt]).toBe(MARCH_1 + 3 * DAY);
    message(notes, 'lead', 'The deal fell through, the loan was denied.', MARCH_1 + 20 * DAY);
    expect(notes[NOTE.stage]).toBe(STAGE.touring);
    expect(notes[NOTE.setbacks]).toBe(1);
  });
});

describe('milestones', () => {
  const says = (text: string, milestone: Milestone) =>
    (readMilestones(readText(text, MARCH_1, undefined).tokens) & milestoneBit(milestone)) !== 0;

  test.each([
    'Great news: your offer on 580 Bracken Ave was accepted.',
    'They accepted! Congratulations, 40 Bracken St is under contract.',
    'Sellers signed. We have a deal on 476 Juniper Rd!',
    'The buyers accepted, your home is now pending.',
  ])('hear an acceptance: %s', (text) => {
    expect(says(text, 'accepted')).toBe(true);
  });

  test.each([
    'The sellers accepted another offer, sorry.',
    "Your offer wasn't accepted.",
    'The offer was not accepted',
    'I accepted a new job in Denver',
  ])('hear no acceptance: %s', (text) => {
    expect(says(text, 'accepted')).toBe(false);
  });

  test('tell a deal that failed from a question whether it may', () => {
    expect(says('The buyers backed out, the deal fell through.', 'failed')).toBe(true);
    expect(says("Can the seller back out after we've both signed?", 'failed')).toBe(false);
  });
});

describe('the graph board', () => {
  test('remembers the latest neighbours alone', () => {
    const board = new GraphBoard();
    for (let lead = 0; lead < 40; lead++) board.touch('listing', 'x', lead, 1, lead, 'offer');
    expect(board.neighbours('listing', 'x')).toHaveLength(MOST_NEIGHBOURS);
    expect(board.neighbours('listing', 'x').at(-1)).toBe(39);
    expect(board.neighbours('listing', 'x')).not.toContain(7);
  });

  test('is read without being changed, and fades', () => {
    const board = new GraphBoard();
    board.touch('agent', 'x', 1, 3, 0, 'offer');
    const read = (at: number) => board.read('agent', 'x', at);
    const later = read(90 * DAY);
    read(50 * DAY);
    expect(read(90 * DAY)).toEqual(later);
    expect(later[NODE_INPUTS.indexOf('offersEach')]).toBeCloseTo(0.25 / 2.25, 12);
    expect(read(0)[NODE_INPUTS.indexOf('meanStage')]).toBe(3);
  });
});

describe('the market board', () => {
  const week = (area: string, n: number, mortgageRate: number): IndexEvent => ({
    id: `${area}${n}`,
    seq: n,
    type: 'index',
    at: n * 7 * DAY,
    area,
    inventory: 100,
    medianPrice: 300_000,
    daysOnMarket: 20,
    mortgageRate,
  });
  test('reads changes, and an unknown area as the mean of those known', () => {
    const board = new MarketBoard();
    expect([...board.read('a', 0)].every((x) => x === 0)).toBe(true);
    for (let n = 0; n < 30; n++)
      for (const [area, rate] of [
        ['a', 6 + 0.1 * n],
        ['b', 5],
      ] as const)
        board.observe(week(area, n, rate), n * 7 * DAY);
    const rate = MARKET_INPUTS.indexOf('mortgageRate.change4w');
    expect(board.read('a', 210 * DAY)[rate]).toBeCloseTo(0.4, 9);
    expect(board.read('nowhere', 210 * DAY)[rate]).toBeCloseTo(0.2, 9);
    expect(board.read('b', 210 * DAY)[MARKET_INPUTS.indexOf('rate')]).toBe(5);
  });
});
