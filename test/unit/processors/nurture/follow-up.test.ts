import { describe, expect, it } from 'vitest';
import type { Output } from '../../../../schemas/flow.ts';
import { DEFAULT_SETTINGS } from '../../../../schemas/nurture-settings.ts';
import { SENDS_LIST, suppressedList } from '../../../../schemas/shards.ts';
import { AUTOMATIC, createDesk, PROFILE } from './desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A lead that agreed to be written to, at 10:00 on a Monday in Boston. */
async function known(settings = AUTOMATIC) {
  const desk = createDesk(settings);
  await desk.settings();
  await desk.say('profile', PROFILE);
  return desk;
}

describe('a lead that writes', () => {
  it('is answered by itself after the time a person had', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry, is it still there?');
    const decision = desk.records('decision').find(({ mode }) => mode === 'rule');
    expect(decision).toMatchObject({ action: 'first_reply', channel: 'sms', mode: 'rule', propensity: 1 });
    await desk.pass(89_000);
    expect(desk.records('send')).toEqual([]);
    await desk.pass(2000);
    const [order] = desk.records('send');
    expect(order).toMatchObject({ channel: 'sms', purpose: 'reply', decision: decision!.id });
    expect(order!.body).toContain('Harbor Homes');
    expect(desk.records('receipt')[0]).toMatchObject({
      action: order!.id,
      contentHash: order!.contentHash,
      approver: 'automatic',
      location: { zones: expect.arrayContaining(['America/New_York']) },
    });
    expect(desk.state().nurture).toMatchObject({ plan: null, alone: 1, timer: { due: 0 } });
  });

  it('is left to the person who was quicker', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry');
    await desk.pass(30_000);
    await desk.agentSays('Hi Ana, it is!');
    await desk.pass(DAY);
    expect(desk.records('send')).toEqual([]);
    expect(desk.records('change')).toContainEqual(
      expect.objectContaining({ change: 'plan_cancelled', by: 'kim' }),
    );
  });

  it('is only shown a draft to its agent where nothing more was allowed', async () => {
    const desk = await known({ ...AUTOMATIC, autonomy: DEFAULT_SETTINGS.autonomy });
    await desk.leadSays('property_inquiry');
    await desk.pass(3 * DAY);
    expect(desk.records('send')).toEqual([]);
    expect(desk.state().nurture.plan).toMatchObject({ status: 'suggested', type: 'first_reply' });
  });

  it('of days ago is history, and not answered', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry', { at: desk.now() - DAY });
    expect(desk.records('decision').filter(({ mode }) => mode === 'rule')).toEqual([]);
  });
});

describe('opting out', () => {
  it('cancels what is planned and calls back what is ordered, in the commit that reads it', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry');
    await desk.pass(2 * MINUTE);
    await desk.leadSays('viewing_request for tomorrow');
    const [order] = desk.records('send');
    const outputs = await desk.leadSays('end_channel');
    expect(outputs).toContainEqual(expect.objectContaining({ to: 'cancel', id: 'main/ana/nurture' }));
    expect(outputs).toContainEqual({
      to: 'roster',
      list: SENDS_LIST,
      member: `main/ana/${order!.id}`,
      score: null,
    });
    expect(desk.state().nurture.plan).toBeNull();
    await desk.pass(30 * DAY);
    // The other channel is still allowed; this one is not used again.
    expect(desk.records('send').filter(({ channel }) => channel === 'sms')).toHaveLength(1);
  });

  it('reaches every lead with the address', async () => {
    const desk = await known();
    await desk.say('profile', { ...PROFILE, lead: 'ana-2' });
    await desk.say('message', { lead: 'ana-2', from: 'lead', channel: 'email', text: 'property_inquiry' });
    expect(desk.state('ana-2').nurture.plan).not.toBeNull();
    await desk.leadSays('end_all');
    expect(desk.state('ana-2').nurture).toMatchObject({ plan: null });
    expect(desk.state('ana-2').nurture.suppressed.email).toBeGreaterThan(0);
    await desk.pass(30 * DAY);
    expect(desk.records('send')).toEqual([]);
  });

  it('is not what a form says of a channel it was never agreed to: texts may go where WhatsApp may not', async () => {
    const desk = await known();
    const declined = { ...PROFILE.consent, whatsapp: { given: false, source: 'web form' } };
    await desk.say('profile', { ...PROFILE, consent: declined });
    await desk.say('profile', { ...PROFILE, lead: 'ana-2' });
    const suppressed = (output: Output) => output.to === 'roster' && output.list === suppressedList('main');
    expect(desk.outputs.filter(suppressed)).toEqual([]);
    expect(desk.state('ana-2').nurture.suppressed.phone).toBe(0);
    await desk.say('profile', { ...PROFILE, consent: { sms: { given: false, source: 'call' } } });
    expect(desk.outputs.filter(suppressed)).toHaveLength(1);
  });

  it('is not what a form says that asks for e-mails alone: who texts is answered by text', async () => {
    const desk = await known();
    const consent = { email: PROFILE.consent.email, whatsapp: { given: false, source: 'web form' } };
    await desk.say('profile', {
      ...PROFILE,
      lead: 'bea',
      phone: '+16175550143',
      email: 'bea@x.com',
      consent,
    });
    expect(
      desk.outputs.filter((output) => output.to === 'roster' && output.list === suppressedList('main')),
    ).toEqual([]);
    // Nothing but a no is a no to the number.
    const no = { whatsapp: { given: false, source: 'call' } };
    await desk.say('profile', {
      ...PROFILE,
      lead: 'cy',
      phone: '+16175550144',
      email: 'cy@x.com',
      consent: no,
    });
    expect(
      desk.outputs.filter((output) => output.to === 'roster' && output.list === suppressedList('main')),
    ).toHaveLength(1);
  });

  it('is over when consent is given again, for those it reached too', async () => {
    const desk = await known();
    await desk.say('profile', { ...PROFILE, lead: 'ana-2' });
    await desk.leadSays('end_all');
    await desk.pass(HOUR);
    await desk.say('profile', PROFILE);
    expect(desk.state('ana-2').nurture.suppressed).toEqual({ phone: 0, email: 0 });
  });
});

describe('a person', () => {
  const ASKS = { ...AUTOMATIC, autonomy: { default: 'approve' as const, bySegment: {}, byAgent: {} } };
  const approve = (plan: { id: string; contentHash: string }, fields: object = {}) => ({
    ...{ action: plan.id, contentHash: plan.contentHash, approved: true, by: 'kim' },
    ...fields,
  });

  it('approves the very text it was shown, once', async () => {
    const desk = await known(ASKS);
    await desk.leadSays('property_inquiry');
    await desk.pass(HOUR);
    expect(desk.records('send')).toEqual([]);
    const plan = desk.state().nurture.plan!;
    await desk.say('approval', approve(plan, { contentHash: 'another' }));
    expect(desk.records('send')).toEqual([]);
    await desk.say('approval', approve(plan));
    await desk.say('approval', approve(plan));
    expect(desk.records('send')).toHaveLength(1);
    expect(desk.records('receipt')[0]).toMatchObject({ approver: 'kim' });
  });

  it('may change the text, which is what is sent', async () => {
    const desk = await known(ASKS);
    await desk.leadSays('property_inquiry');
    await desk.pass(2 * MINUTE);
    await desk.say(
      'approval',
      approve(desk.state().nurture.plan!, { body: 'Yes, it is. Kim, Harbor Homes' }),
    );
    expect(desk.records('send')[0]!.body).toBe('Yes, it is. Kim, Harbor Homes');
  });

  it('who says nothing has said no', async () => {
    const desk = await known(ASKS);
    await desk.leadSays('property_inquiry');
    const plan = desk.state().nurture.plan!;
    await desk.pass(25 * HOUR);
    expect(desk.state().nurture.plan).toBeNull();
    await desk.say('approval', approve(plan));
    expect(desk.records('send')).toEqual([]);
    expect(desk.records('change').at(-1)).toMatchObject({ change: 'approval_void' });
  });

  it('has a lead until it is handed back', async () => {
    const desk = await known();
    await desk.say('takeover', { by: 'kim' });
    await desk.leadSays('property_inquiry');
    await desk.pass(2 * DAY);
    expect(desk.records('send')).toEqual([]);
    expect(desk.state().nurture.stage).toBe('with_person');
    await desk.say('handback', { by: 'kim' });
    await desk.leadSays('property_inquiry, again');
    await desk.pass(2 * MINUTE);
    expect(desk.records('send')).toHaveLength(1);
  });
});

describe('an escalation', () => {
  it('silences the engine, names a deadline, and is raised when that is missed', async () => {
    const desk = await known();
    await desk.leadSays('complaint: nobody called me');
    expect(desk.records('escalation')).toMatchObject([{ reason: 'complaint', level: 1 }]);
    expect(desk.records('send')).toEqual([]);
    await desk.pass(61 * MINUTE);
    expect(desk.records('escalation')).toMatchObject([{ level: 1 }, { level: 2 }]);
    await desk.agentSays('I am sorry, calling now');
    expect(desk.state().nurture.escalation).toBeNull();
    expect(desk.records('change')).toContainEqual(expect.objectContaining({ change: 'escalation_met_late' }));
  });
});

describe('sending', () => {
  it('waits for the morning where the lead is', async () => {
    const desk = await known();
    await desk.pass(12 * HOUR); // 22:00 in Boston
    await desk.leadSays('property_inquiry');
    await desk.pass(9 * HOUR); // 7:00
    expect(desk.records('send')).toEqual([]);
    await desk.pass(4 * HOUR);
    expect(desk.records('send')).toHaveLength(1);
  });

  it('that was put off for the night or the budget is planned again', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry');
    await desk.pass(2 * MINUTE);
    const [order] = desk.records('send');
    expect(order!.notAfter).toBe('2026-03-03T01:00:00.000Z'); // 20:00 in Massachusetts
    await desk.say('delivery', { action: order!.id, status: 'deferred', detail: 'quiet-hours' });
    expect(desk.state().nurture.plan).toMatchObject({ type: 'first_reply', status: 'planned' });
    await desk.pass(DAY);
    expect(desk.records('send').filter(({ purpose }) => purpose === 'reply')).toHaveLength(2);
  });

  it('stops at once for a whole brokerage', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry');
    await desk.settings({ stopped: true });
    await desk.pass(DAY);
    expect(desk.records('send')).toEqual([]);
  });

  it('goes on by the policy, days apart, with the odds of every choice', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry');
    await desk.pass(40 * DAY);
    const chosen = desk.records('decision').filter(({ mode }) => mode !== 'rule');
    expect(chosen.length).toBeGreaterThan(5);
    for (const { propensity, arms, context } of chosen) {
      expect(propensity).toBeGreaterThan(0);
      expect(arms.length).toBeGreaterThan(1);
      expect(context.length).toBeGreaterThan(10);
    }
    const marketing = desk.records('send').filter(({ purpose }) => purpose === 'marketing');
    expect(marketing.length).toBeGreaterThan(0);
    expect(new Set(desk.records('send').map(({ body }) => body)).size).toBe(desk.records('send').length);
  });

  it('never markets to the holdout, and answers it all the same', async () => {
    const desk = await known({ ...AUTOMATIC, holdout: { share: 0.5, salt: 'x' } });
    for (let i = 0; i < 12; i++) {
      await desk.say('profile', {
        ...PROFILE,
        lead: `l${i}`,
        phone: `+1617555010${i % 10}`,
        email: `l${i}@example.com`,
      });
      await desk.say('message', { lead: `l${i}`, from: 'lead', channel: 'sms', text: 'property_inquiry' });
    }
    await desk.pass(30 * DAY);
    const held = desk.records('send').filter(({ lead }) => desk.state(lead).nurture.holdout);
    expect(held.length).toBeGreaterThan(0);
    expect(held.every(({ purpose }) => purpose === 'reply')).toBe(true);
  });

  it('tells what came of a decision when its window is over', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry');
    await desk.pass(60 * DAY);
    const decided = desk.records('decision').filter(({ mode }) => mode !== 'rule');
    const outcomes = desk.records('outcome');
    expect(outcomes.length).toBeGreaterThan(3);
    expect(new Set(outcomes.map(({ decision }) => decision)).size).toBe(outcomes.length);
    expect(decided.map(({ id }) => id)).toEqual(
      expect.arrayContaining(outcomes.map(({ decision }) => decision)),
    );
  });
});
