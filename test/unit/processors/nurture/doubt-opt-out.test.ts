import { describe, expect, it } from 'vitest';
import { suppressedList } from '../../../../schemas/shards.ts';
import { AUTOMATIC, createDesk, PROFILE } from './desk.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function known() {
  const desk = createDesk(AUTOMATIC);
  await desk.settings();
  await desk.say('profile', PROFILE);
  return desk;
}
type Desk = Awaited<ReturnType<typeof known>>;

const consentOf = (desk: Desk) => desk.state().consent;
const suppressed = (desk: Desk): boolean => {
  const words = desk.outputs.flatMap((output) =>
    output.to === 'roster' && output.list === suppressedList('main') ? [output.score !== null] : [],
  );
  return words.at(-1) ?? false;
};

describe('an opt-out that may have been misheard', () => {
  it('counts in the commit that reads it, and a person is asked within half an hour', async () => {
    const desk = await known();
    await desk.leadSays('property_inquiry');
    await desk.leadSays('maybe_end_all');
    expect(consentOf(desk)).toMatchObject({ all: { given: false, p: 0.31 } });
    expect(desk.state().nurture).toMatchObject({ plan: null, stage: 'opted_out' });
    expect(desk.records('escalation')).toMatchObject([
      { reason: 'opt_out_unsure', level: 1, dueAt: new Date(desk.now() + 30 * MINUTE).toISOString() },
    ]);
    expect(suppressed(desk)).toBe(true);
    await desk.pass(60 * DAY);
    expect(desk.records('send')).toEqual([]);
  });

  it('is undone by the word of who has read it, and by nothing else', async () => {
    const desk = await known();
    const before = consentOf(desk);
    await desk.leadSays('maybe_end_all');
    await desk.say('takeover', { by: 'kim' });
    await desk.say('handback', { by: 'kim' });
    expect(consentOf(desk)).toMatchObject({ all: { given: false } });
    await desk.say('handback', { by: 'kim', optOut: 'misheard' });
    expect(consentOf(desk)).toEqual(before);
    expect(suppressed(desk)).toBe(false);
    expect(desk.records('change')).toContainEqual(
      expect.objectContaining({ change: 'opt_out_withdrawn', by: 'kim' }),
    );
    await desk.leadSays('property_inquiry');
    await desk.pass(2 * MINUTE);
    expect(desk.records('send')).toHaveLength(1);
  });

  it('stays one when that is what who has read it says', async () => {
    const desk = await known();
    await desk.leadSays('maybe_end_all');
    await desk.say('handback', { by: 'kim', optOut: 'meant' });
    await desk.say('handback', { by: 'kim', optOut: 'misheard' });
    expect(consentOf(desk)).toMatchObject({ all: { given: false } });
    expect(desk.state().nurture).toMatchObject({ escalation: null, stage: 'opted_out' });
    expect(suppressed(desk)).toBe(true);
  });

  it('leaves in force what was said since, and what was sure before', async () => {
    const desk = await known();
    await desk.leadSays('end_channel');
    await desk.leadSays('maybe_end_all', { channel: 'email' });
    await desk.pass(MINUTE);
    await desk.leadSays('end_topic', { channel: 'email' });
    await desk.say('handback', { by: 'kim', optOut: 'misheard' });
    expect(consentOf(desk)).toMatchObject({
      ...{ sms: { given: false, p: 0.877 }, email: { given: true }, topics: { given: false } },
    });
    expect(consentOf(desk).all).toBeUndefined();
  });

  it('is in doubt no longer when the lead says it again, surely', async () => {
    const desk = await known();
    await desk.leadSays('maybe_end_all');
    await desk.pass(MINUTE);
    await desk.leadSays('end_all');
    await desk.say('handback', { by: 'kim', optOut: 'misheard' });
    expect(consentOf(desk)).toMatchObject({ all: { given: false, p: 0.877 } });
  });

  it('needs nobody any more when the outcome is recorded', async () => {
    const desk = await known();
    await desk.leadSays('maybe_end_all');
    await desk.say('outcome', { result: 'opted_out' });
    expect(desk.state().nurture).toMatchObject({ escalation: null, doubt: null });
    await desk.pass(DAY);
    expect(desk.records('escalation')).toHaveLength(1);
  });

  it('is not taken back for another lead with the address, who opted out itself', async () => {
    const desk = await known();
    await desk.say('profile', { ...PROFILE, lead: 'ana-2' });
    await desk.leadSays('maybe_end_all');
    await desk.pass(MINUTE);
    await desk.leadSays('end_all', { lead: 'ana-2' });
    await desk.say('handback', { by: 'kim', optOut: 'misheard' });
    expect(suppressed(desk)).toBe(true);
    expect(desk.state().nurture.suppressed.phone).toBeGreaterThan(0);
    await desk.leadSays('property_inquiry');
    await desk.pass(DAY);
    expect(desk.records('send')).toEqual([]);
  });
});
