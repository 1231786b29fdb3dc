import { describe, expect, it } from 'vitest';
import { disparages } from '../../../../models/content/disparagement.ts';
import { WHOLE_SHARD } from '../../../../schemas/system-event.ts';
import { AUTOMATIC, createDesk, type DeskPlay, PROFILE } from '../nurture/desk.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const LEAVING = '[agent|Pat|comparing!]';

async function desked(fields: object = {}, settings: Parameters<typeof createDesk>[0] = AUTOMATIC) {
  const desk = createDesk(settings);
  await desk.settings();
  await desk.say('profile', { ...PROFILE, area: 'Boston', budget: 500_000, ...fields });
  // Its first message has a first reply, whatever it says.
  await desk.leadSays('hello');
  await desk.approved();
  await desk.pass(DAY);
  return desk;
}
const plays = (desk: DeskPlay) =>
  desk.records('decision').flatMap(({ play, action }) => (play ? [[play, action]] : []));

describe('a threat is answered by its play', () => {
  it('another agent: by what we do, in a message that names nobody', async () => {
    const desk = await desked();
    await desk.leadSays(LEAVING);
    expect(plays(desk)).toMatchObject([['differentiate', expect.stringMatching(/follow_up|check_in/)]]);
    await desk.pass(10 * MINUTE);
    const [, order] = desk.records('send');
    expect(order!.purpose).toBe('marketing');
    expect(disparages(`${order!.subject}\n${order!.body}`, ['Pat'])).toBeUndefined();
    expect(desk.records('receipt')).toHaveLength(2);
  });

  it.each([
    ['an iBuyer, to a seller', '[ibuyer|opendoor|comparing!]', 'net_sheet', 'valuation'],
    ['a portal, to a seller', '[portal|zillow|comparing!]', 'value', 'valuation'],
    ['an agent, to a seller', LEAVING, 'differentiate', 'follow_up'],
  ])('%s', async (_, text, play, action) => {
    const desk = await desked({ home: { price: 600_000, beds: 3 } });
    await desk.leadSays(text);
    expect(plays(desk)).toEqual([[play, action]]);
  });

  it('the home it saw, cut deep by a rival: by its new price', async () => {
    const desk = await desked();
    await desk.say('activity', { activity: 'showing_attended', ref: '12 Elm St' });
    await desk.pass(DAY);
    await desk.listing({ previousPrice: 530_000, status: 'Active' });
    await desk.market({
      source: 'main/listing/12 Elm St',
      competitor: { agent: 'pat', change: 'price_cut' },
    });
    expect(desk.told('alert')).toHaveLength(1);
    expect(plays(desk)).toEqual([['price_change', 'price_alert']]);
  });

  it('once an alert, and in place of what the cadence had planned', async () => {
    const desk = await desked();
    await desk.leadSays(LEAVING);
    for (let i = 0; i < 5; i++) {
      await desk.pass(DAY / 3);
      await desk.say('activity', { activity: 'listing_view', ref: '12 Elm St' });
    }
    expect(plays(desk)).toHaveLength(1);
  });

  it('is still that play when the message is put off to the next day', async () => {
    const desk = await desked();
    await desk.leadSays(LEAVING);
    await desk.pass(10 * MINUTE);
    const [, order] = desk.records('send');
    await desk.say('delivery', { action: order!.id, status: 'deferred', detail: 'campaign-budget' });
    expect(desk.state().nurture.plan).toMatchObject({ purpose: 'marketing', play: 'differentiate' });
    expect(plays(desk).map(([play]) => play)).toEqual(['differentiate', 'differentiate']);
    await desk.pass(DAY);
    expect(desk.records('send').at(-1)!.decision).toBe(desk.records('decision').at(-1)!.id);
    expect(desk.records('send')).toHaveLength(3);
  });

  it('as far as the brokerage lets it: a draft to approve, and nothing to the holdout', async () => {
    const asking = await desked(
      {},
      { ...AUTOMATIC, autonomy: { default: 'approve', bySegment: {}, byAgent: {} } },
    );
    await asking.leadSays(LEAVING);
    expect(asking.state().nurture.plan).toMatchObject({ status: 'awaiting_approval', play: 'differentiate' });
    await asking.pass(3 * DAY);
    expect(asking.records('send').map(({ purpose }) => purpose)).toEqual(['reply']);
    const held = await desked({}, { ...AUTOMATIC, holdout: { share: 0.5, salt: 'a' } });
    await held.leadSays(LEAVING);
    expect(held.state().nurture.holdout).toBe(true);
    expect(plays(held)).toEqual([]);
  });

  it('what speaks of a competitor goes out neither from a generator nor from a person', async () => {
    const desk = await desked(
      {},
      { ...AUTOMATIC, autonomy: { default: 'approve', bySegment: {}, byAgent: {} } },
    );
    await desk.say('competitors', {
      lead: WHOLE_SHARD,
      registry: {
        version: 1,
        competitors: [{ id: 'bluegate', kind: 'brokerage', name: 'Bluegate', aliases: ['Blue Gate Homes'] }],
        ignored: [],
      },
    });
    await desk.leadSays('[brokerage|bluegate|comparing!]');
    const plan = () => desk.state().nurture.plan!;
    const before = plan();
    const draft = (text: string) => desk.say('draft', { action: before.id, text, model: 'm' });
    await draft('Hi Ana, Blue Gate Homes charges more. Harbor Homes');
    await draft('Hi Ana, we are better than them. Harbor Homes');
    expect(plan().body).toBe(before.body);
    const refused = desk.records('change').filter(({ change }) => change === 'draft_refused');
    expect(refused.map(({ why }) => /“(.+)”/.exec(why)?.[1])).toEqual(['Blue Gate Homes', 'better than']);
    const answer = { action: before.id, contentHash: before.contentHash, approved: true, by: 'kim' };
    await desk.say('approval', { ...answer, body: 'Ana, do not trust Bluegate.' });
    expect(plan()).toMatchObject({ status: 'awaiting_approval', body: before.body });
    await desk.say('approval', answer);
    await desk.pass(10 * MINUTE);
    expect(desk.records('send')).toHaveLength(2);
  });
});

describe('a lead that is with another', () => {
  const GONE = '[agent|Pat|committed!]';

  it('is a person’s: no play, no marketing, and what was planned is called back', async () => {
    const desk = await desked();
    await desk.leadSays(LEAVING);
    expect(desk.state().nurture.plan).toMatchObject({ purpose: 'marketing', play: 'differentiate' });
    await desk.leadSays(GONE);
    await desk.pass(60 * DAY);
    expect(desk.records('send').filter(({ purpose }) => purpose === 'marketing')).toEqual([]);
    expect(plays(desk)).toHaveLength(1);
    expect(desk.state().nurture.why).toBe('It says that it is with another: no marketing.');
    expect(desk.told('alert')[0]!.level).toBe('critical');
  });

  it('is answered what it asks', async () => {
    const desk = await desked();
    await desk.leadSays(`property_inquiry: is it still for sale? ${GONE}`);
    await desk.pass(10 * MINUTE);
    expect(desk.records('send').map(({ purpose }) => purpose)).toEqual(['reply', 'reply']);
  });

  it('hears from us again when it says otherwise', async () => {
    const desk = await desked();
    await desk.leadSays(GONE);
    await desk.leadSays('[agent|Pat|complaining]');
    await desk.pass(20 * DAY);
    expect(desk.records('send').some(({ purpose }) => purpose === 'marketing')).toBe(true);
  });
});
