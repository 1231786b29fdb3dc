import { describe, expect, it } from 'vitest';
import { createDesk, PROFILE } from './desk.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A lead that was answered by text, with the order. */
async function answered(profile: object = {}) {
  const desk = createDesk();
  await desk.settings();
  await desk.say('profile', { ...PROFILE, ...profile });
  await desk.leadSays('property_inquiry');
  await desk.pass(2 * MINUTE);
  await desk.leadSays('price_question');
  await desk.pass(2 * MINUTE);
  const order = desk.records('send')[1]!;
  return { desk, order };
}
const fails = (id: string) => ({ action: id, status: 'failed', detail: 'no route' });

describe('an answer that did not get through', () => {
  it('goes another way that the lead agreed to', async () => {
    const { desk, order } = await answered();
    await desk.say('delivery', fails(order.id));
    await desk.pass(10 * MINUTE);
    const again = desk.records('send')[2]!;
    expect(again).toMatchObject({ type: 'answer', purpose: 'reply', channel: 'email' });
    expect(desk.records('decision').find(({ id }) => id === again.decision)).toMatchObject({ mode: 'rule' });
    expect(new Set(desk.records('send').map(({ body }) => body)).size).toBe(3);
  });

  it('goes the same way where there is no other, and once', async () => {
    const { desk, order } = await answered({ consent: { sms: PROFILE.consent.sms } });
    await desk.say('delivery', fails(order.id));
    await desk.pass(10 * MINUTE);
    const again = desk.records('send')[2]!;
    expect(again).toMatchObject({ type: 'answer', channel: 'sms' });
    await desk.say('delivery', fails(again.id));
    await desk.pass(60 * MINUTE);
    expect(desk.records('send').filter(({ purpose }) => purpose === 'reply')).toHaveLength(3);
  });

  it('is put off with what was asked, and said then', async () => {
    const { desk, order } = await answered();
    await desk.say('delivery', { action: order.id, status: 'deferred', detail: 'campaign-budget' });
    expect(desk.state().nurture).toMatchObject({
      plan: { type: 'answer' },
      asked: { intents: ['price_question'] },
    });
    await desk.pass(DAY);
    expect(desk.records('send').filter(({ type }) => type === 'answer')).toHaveLength(2);
  });

  it('is not said again once it got through, nor while a person has the lead', async () => {
    const { desk, order } = await answered();
    await desk.say('takeover', { by: 'kim' });
    await desk.say('delivery', fails(order.id));
    await desk.pass(10 * MINUTE);
    expect(desk.records('send')).toHaveLength(2);
    const other = await answered();
    await other.desk.say('delivery', { action: other.order.id, status: 'delivered' });
    expect(other.desk.state().nurture.answering).toBeNull();
    await other.desk.say('delivery', fails(other.order.id));
    await other.desk.pass(10 * MINUTE);
    expect(other.desk.records('send')).toHaveLength(2);
  });
});
