/** What fits is what a person would agree to: about the first matter, and nothing left open. */
import { expect, it } from 'vitest';
import { fittingItem } from '../../../../models/prebake/fitting.ts';
import { MENU } from '../../../../models/prebake/menu.ts';
import { INTENTS } from '../../../../schemas/intents.ts';
import { Activity } from '../../../../schemas/lead-event.ts';

const fitting = (...said: string[]) => fittingItem(undefined, said)?.id;

it('answers what the message is about', () => {
  expect(fitting('viewing_request')).toBe('showing_slots');
  expect(fitting('scheduling')).toBe('showing_slots');
  expect(fitting('price_question')).toBe('price_answer');
  expect(fittingItem('showing_attended', [])?.id).toBe('reply_attended');
});

it('does not fit a message that asks something else, too; what is only told may stay unmentioned', () => {
  expect(fitting('price_question', 'rental_question')).toBeUndefined();
  expect(fitting('viewing_request', 'financing_status')).toBe('showing_slots');
  expect(fitting('offer_intent', 'price_negotiation')).toBe('call_sheet');
});

it('fits nothing of who opts out, complains, wants a person, or says thanks', () => {
  for (const said of ['opt_out', 'complaint', 'human_request'])
    expect(fitting(said, 'viewing_request')).toBeUndefined();
  expect(fitting('smalltalk')).toBeUndefined();
  expect(fitting()).toBeUndefined();
});

it('has one item for each matter, and items for known matters only', () => {
  const answers = MENU.flatMap((item): string[] => [...item.answers]);
  expect(new Set(answers).size).toBe(answers.length);
  const known: string[] = [...INTENTS, ...Activity.enum];
  expect(answers.filter((answer) => !known.includes(answer))).toEqual([]);
  for (const { asked, answers: own } of MENU) for (const intent of asked) expect(own).toContain(intent);
});
