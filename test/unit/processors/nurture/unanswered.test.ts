import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../schemas/nurture-settings.ts';
import { AUTOMATIC, createDesk, PROFILE } from './desk.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function known(profile: object = {}, settings = AUTOMATIC) {
  const desk = createDesk(settings);
  await desk.settings();
  await desk.say('profile', { ...PROFILE, ...profile });
  await desk.leadSays('property_inquiry');
  await desk.pass(2 * MINUTE);
  return desk;
}
type Desk = Awaited<ReturnType<typeof known>>;
const reasons = (desk: Desk) => desk.records('escalation').map(({ reason }) => reason);

describe('what nobody understands', () => {
  it("is asked back about once, and then is a person's", async () => {
    const desk = await known();
    await desk.leadSays('the blue one by the mill perhaps');
    await desk.pass(2 * MINUTE);
    expect(desk.records('send')).toHaveLength(2);
    expect(desk.records('send')[1]).toMatchObject({ type: 'answer', body: expect.stringContaining('?') });
    expect(reasons(desk)).toEqual([]);
    await desk.leadSays('you know the one I mean');
    expect(reasons(desk)).toEqual(['unanswered']);
  });

  it('is asked back about again after something was understood', async () => {
    const desk = await known();
    for (const text of ['the blue one by the mill perhaps', 'price_question', 'no the other blue one']) {
      await desk.leadSays(text);
      await desk.pass(2 * MINUTE);
    }
    expect(desk.records('send')).toHaveLength(4);
    expect(reasons(desk)).toEqual([]);
  });
});

describe('what may not be answered', () => {
  it.each([
    ['by a lead on a do-not-contact list', async () => known({ doNotContact: true })],
    [
      'by a lead that opted out',
      async () => {
        const desk = await known();
        await desk.leadSays('end_all');
        return desk;
      },
    ],
    [
      'by a lead with the number of one that opted out',
      async () => {
        const desk = await known();
        await desk.say('profile', { ...PROFILE, lead: 'ana-2', email: 'b@example.com' });
        await desk.leadSays('end_all', { lead: 'ana-2' });
        return desk;
      },
    ],
  ])("is a person's: asked %s", async (_, start) => {
    const desk = await start();
    const sent = desk.records('send').length;
    await desk.leadSays('property_inquiry, is it still there?');
    expect(reasons(desk)).toEqual(['unanswered']);
    await desk.pass(DAY);
    expect(desk.records('send')).toHaveLength(sent);
  });

  it("is nobody's while a person is talking, or where drafts are only shown", async () => {
    const desk = await known({ doNotContact: true });
    const before = reasons(desk).length;
    await desk.agentSays('I am on it');
    await desk.leadSays('property_inquiry, and the garden?');
    expect(reasons(desk)).toHaveLength(before);
    const shown = await known({ doNotContact: true }, { ...AUTOMATIC, autonomy: DEFAULT_SETTINGS.autonomy });
    expect(reasons(shown)).toEqual([]);
  });

  it('is no thanks', async () => {
    const desk = await known();
    await desk.leadSays('end_all');
    await desk.leadSays('smalltalk');
    expect(reasons(desk)).toEqual([]);
  });
});
