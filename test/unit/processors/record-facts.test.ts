import { describe, expect, it } from 'vitest';
import { timedStages } from '../../../pipelines/timed-stages.ts';
import { event, player, replies, says, system } from './events.ts';
import { insightsOf, NOW } from './play.ts';

const stateAfter = async (events: object[]) => {
  const p = player();
  await p.play(events);
  return p.states.get('main/ana')!;
};

describe('a profile', () => {
  it('adds to what is known, and what it does not name stays', async () => {
    const { contact } = await stateAfter([
      event('profile', { name: 'Ana', budget: 400_000, phone: '+1 555 0100', area: 'Old Town' }),
      event('profile', { budget: 425_000, nickname: 'A' }),
    ]);
    expect(contact).toEqual({ name: 'Ana', budget: 425_000, phone: '+1 555 0100', area: 'Old Town' });
  });

  it('may say that the lead is not to be contacted, and take it back', async () => {
    const listed = event('profile', { doNotContact: true });
    expect((await stateAfter([listed])).contact).toEqual({ doNotContact: true });
    const cleared = event('profile', { doNotContact: false });
    expect((await stateAfter([listed, cleared])).contact).toEqual({ doNotContact: false });
  });

  it('keeps consent by channel with its evidence, and only for channels there are', async () => {
    const sms = { given: true, text: 'I agree to texts', at: '2026-03-01T10:00:00Z', source: 'web form' };
    const { consent } = await stateAfter([
      event('profile', { consent: { sms, pigeon: { given: true } } }),
      event('profile', { consent: { email: { given: false } } }),
    ]);
    expect(consent).toEqual({
      sms: { ...sms, at: Date.parse(sms.at) },
      email: { given: false, at: NOW },
    });
  });
});

describe('counts', () => {
  it('are of what the lead itself said and did', async () => {
    const state = await stateAfter([
      says('hi'),
      replies('hello'),
      event('activity', { activity: 'email_open' }),
      system('market', { facts: { source: 's', area: 'X' } }),
    ]);
    expect([state.messages, state.activities, state.lastFrom, state.lastLeadAt]).toEqual([
      1,
      1,
      'agent',
      NOW,
    ]);
  });
});

describe('an opt-out', () => {
  it('that is said asks for attention; the status changes when somebody records it', async () => {
    const p = player();
    const [said, recorded] = insightsOf(
      await p.play([says('opt_out'), event('outcome', { result: 'opted_out' })]),
    );
    expect(said!.intents).toEqual([{ id: 'opt_out', p: 0.9 }]);
    expect(said!.insightDelta).toMatchObject({ status: 'open' });
    expect(said!.insightDelta.attention).toBeGreaterThan(0.6);
    expect(recorded!.insightDelta).toMatchObject({ status: 'opted_out' });
  });
});

describe('measured times', () => {
  it('name the stages that matter, and tell the observer of all', () => {
    const seen: string[] = [];
    const { around, stamp } = timedStages((stage, size) => seen.push(`${stage} ${size}`));
    expect(around('slow', 3, () => [...Array(200_000).keys()].reduce((a, b) => a + b))).toBe(19_999_900_000);
    around('nothing', 3, () => 0);
    const { processingTimeMs, stages } = stamp();
    expect(seen).toEqual(['slow 3', 'nothing 3']);
    expect(Object.keys(stages)).toEqual(['slow']);
    expect(processingTimeMs).toBeGreaterThanOrEqual(stages.slow!);
  });
});
