/**
 * Seventh page of the manual: nurturing. As far as a brokerage lets it, Doorstep answers and follows up by itself, asks
 * one gate before anything goes out, and hands over to a person where a machine should not go on.
 */
import { expect, it } from 'vitest';
import { createDesk, PROFILE } from '../unit/processors/nurture/desk.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

it('Without a word of the brokerage there are only drafts', async () => {
  const desk = createDesk();
  await desk.say('profile', PROFILE);
  await desk.leadSays('property_inquiry: is 12 Elm St still for sale?');
  expect(desk.state().nurture.plan).toMatchObject({ status: 'suggested', type: 'first_reply' });
  await desk.pass(DAY);
  expect(desk.records('send')).toEqual([]);
});

it('Where it may, it answers after the time that a person had, and keeps why that was lawful', async () => {
  const desk = createDesk();
  await desk.settings(); // a `policy` event on the shard's log: decisions are made by the settings at their place
  await desk.say('profile', PROFILE);
  await desk.leadSays('property_inquiry: is 12 Elm St still for sale?');
  await desk.pass(2 * MINUTE);
  const [order] = desk.records('send');
  expect(order!.body).toContain('Harbor Homes'); // who writes is always said
  const [receipt] = desk.records('receipt');
  expect(receipt).toMatchObject({
    action: order!.id,
    consent: { basis: 'express', text: 'I agree to texts and e-mails', source: 'web form' },
    location: { evidence: 'both', zones: ['America/New_York'] },
    contentHash: order!.contentHash,
  });
});

it('What a machine should not answer goes to a person, with a deadline', async () => {
  const desk = createDesk();
  await desk.settings();
  await desk.say('profile', PROFILE);
  await desk.leadSays('legal_or_tax: what do I owe when I sell?');
  await desk.pass(DAY / 2);
  expect(desk.records('send')).toEqual([]);
  expect(desk.records('escalation')[0]).toMatchObject({ reason: 'legal_or_tax', level: 1 });
});

it('An opt-out ends it in the commit that reads it, for every lead with the number', async () => {
  const desk = createDesk();
  await desk.settings();
  await desk.say('profile', PROFILE);
  await desk.say('profile', { ...PROFILE, lead: 'ana-again' });
  await desk.leadSays('property_inquiry');
  await desk.leadSays('end_all');
  await desk.pass(30 * DAY);
  expect(desk.records('send')).toEqual([]);
  expect(desk.state('ana-again').nurture.suppressed.phone).toBeGreaterThan(0);
});
