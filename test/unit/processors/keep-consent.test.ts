import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsentWord, isEnded, type LeadConsent, withWord } from '../../../processors/keep-consent.ts';
import { readInsight } from '../../../processors/read-insight.ts';
import { touchpoints } from '../../../processors/touchpoints.ts';
import { CONSENT_OF } from '../../../schemas/consent.ts';
import { event, flow, player, says } from './events.ts';
import { insightsOf, NOW } from './play.ts';
import { DAY, stateOf } from './turns.ts';

const consentAfter = async (events: object[]) => {
  const p = player();
  await p.play(events);
  return p.states.get('main/ana')!.consent;
};
const given = (of: string, fields: object = {}) =>
  event('profile', { consent: { [of]: { given: true, ...fields } } });

describe('an opt-out in a message', () => {
  it('is said in the insight, kept in the state and shown, while the status stays', async () => {
    const p = player();
    const [heard] = insightsOf(await p.play([says('please end_channel now')]));
    expect(heard!.optOut).toEqual({ scope: 'channel', channels: ['sms'], p: 0.877 });
    const word = { given: false, text: 'please end_channel now', p: 0.877 };
    expect(heard!.insightDelta).toMatchObject({
      status: 'open',
      consent: { sms: { ...word, since: new Date(NOW).toISOString() } },
    });
    const state = p.states.get('main/ana')!;
    expect(state.consent).toEqual({ sms: { ...word, at: NOW, source: 'message' } });
    expect(readInsight(flow.pack(state))).toMatchObject({ optOut: heard!.optOut, consent: { sms: word } });
    const [next] = insightsOf(await p.play([says('thanks')]));
    expect(next).not.toHaveProperty('optOut');
    expect(next!.insightDelta).not.toHaveProperty('consent');
  });

  it('ends a list, or everything, and what was agreed to before with it', async () => {
    expect(Object.keys(await consentAfter([given('email'), says('end_topic')]))).toEqual(['email', 'topics']);
    expect(Object.keys(await consentAfter([given('email'), says('end_all')]))).toEqual(['all']);
  });

  it('is heard of the lead alone', async () => {
    const said = ['agent', 'system'].map((from) =>
      event('message', { from, channel: 'sms', text: 'end_all' }),
    );
    expect(await consentAfter(said)).toEqual({});
  });

  it('keeps no more of the words than is shown', async () => {
    const { all } = await consentAfter([says(`end_all ${'🏡'.repeat(4000)}`)]);
    expect(all!.text!.length).toBeLessThanOrEqual(200);
    expect(all!.text).toMatch(/🏡$/u);
  });
});

describe('opting in again', () => {
  it('is consent given later, for that channel', async () => {
    const consent = await consentAfter([says('end_all'), given('email', { at: NOW + 1, source: 'form' })]);
    // Nobody agrees later than it is told of, so this counts from the event: the later word on the log.
    expect(consent.email).toEqual({ given: true, at: NOW, source: 'form' });
    expect([isEnded(consent, 'email'), isEnded(consent, 'sms'), isEnded(consent, 'topics')]).toEqual([
      ...[false, true, true],
    ]);
  });

  it('is not the old consent of a profile that is sent again', async () => {
    const old = { at: new Date(NOW - 90 * DAY).toISOString() };
    expect(await consentAfter([given('sms', old), says('end_all'), given('sms', old)])).toEqual(
      await consentAfter([says('end_all')]),
    );
  });

  it('is not a lead that comes back after it was recorded as opted out', async () => {
    const consent = await consentAfter([
      event('outcome', { result: 'opted_out', reason: 'asked by phone' }),
      event('outcome', { result: 'reopened' }),
    ]);
    expect(consent).toEqual({ all: { given: false, at: NOW, source: 'outcome', text: 'asked by phone' } });
  });
});

it('What stands does not depend on the order in which words arrive', () => {
  const words = fc.uniqueArray(
    fc.record({ of: fc.constantFrom(...CONSENT_OF), given: fc.boolean(), at: fc.nat(1000) }),
    { selector: ({ at }) => at, maxLength: 12 },
  );
  const standing = (list: ({ of: (typeof CONSENT_OF)[number] } & ConsentWord)[]) =>
    list.reduce<LeadConsent>((consent, { of, ...word }) => withWord(consent, of, word), {});
  fc.assert(
    fc.property(
      words.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([one, other]) => {
        expect(standing(other)).toEqual(standing(one));
      },
    ),
  );
});

describe('touchpoints', () => {
  const hours = Array.from({ length: 24 }, (_, h) => (h === 18 ? 9 : 0));
  const habit = { hours, channels: { sms: 5, email: 2 } };
  const contact = { timezone: 'America/New_York' };
  const windows = (consent: LeadConsent) => touchpoints(stateOf({ habit, contact, consent }), NOW);
  const no = { given: false, at: NOW };

  it('use no channel that was ended', () => {
    expect(windows({}).optimalTouchpoints[0]!.channel).toBe('sms');
    expect(windows({ sms: no }).optimalTouchpoints[0]!.channel).toBe('email');
  });

  it('are none of one who opted out of everything, and it is said why', () => {
    expect(windows({ all: no })).toEqual({
      optimalTouchpoints: [],
      touchpointNote: 'None: the lead opted out.',
    });
  });
});
