import { describe, expect, it } from 'vitest';
import { streamOf } from '../../../models/simulator/draws.ts';
import { FATE, type LeadState, newLead } from '../../../models/simulator/lead-state.ts';
import { chancesOf, respond, type Touch } from '../../../models/simulator/responses.ts';
import { STAGE } from '../../../models/simulator/settings.ts';
import { drawAgents, drawTraits } from '../../../models/simulator/traits.ts';

const random = streamOf(3, 1);
const agents = drawAgents(random, 3);
const lead = (traits: Partial<LeadState['traits']> = {}, state: Partial<LeadState> = {}): LeadState => ({
  ...newLead({ ...drawTraits(streamOf(3, 2), 0, agents), ...PLAIN, ...traits }, 0),
  ...{ motivation: 0, trust: 0 },
  ...state,
});
const PLAIN = { side: 'buyer', cohort: 'steady', channel: 'sms', hour: 14, weekender: false } as const;
const touch: Touch = { approach: 'check_in', channel: 'sms', hour: 14, weekend: false, recent: 0 };
const reply = (state: LeadState, more: Partial<Touch> = {}) => chancesOf(state, { ...touch, ...more }).reply;

describe('a lead that is written to', () => {
  it('answers rather by its own channel, at its own hour, and when it likes whom it hears from', () => {
    expect(reply(lead())).toBeGreaterThan(reply(lead({ channel: 'email' })));
    expect(reply(lead())).toBeGreaterThan(reply(lead(), { hour: 2 }));
    expect(reply(lead({}, { trust: 0.5 }))).toBeGreaterThan(reply(lead()));
    expect(reply(lead({ weekender: true }), { weekend: true })).toBeGreaterThan(
      reply(lead({ weekender: true })),
    );
  });

  it('wants what suits its stage, side and cohort', () => {
    const invite = { approach: 'showing_invite' } as const;
    expect(reply(lead({}, { stage: STAGE.touring }), invite)).toBeGreaterThan(reply(lead(), invite));
    expect(reply(lead({ side: 'seller' }), { approach: 'market_update' })).toBeGreaterThan(
      reply(lead(), { approach: 'market_update' }),
    );
    const silent = lead({}, { silentUntil: 30 });
    expect(reply(silent, { approach: 're_engage' })).toBeGreaterThan(reply(silent));
    expect(reply(lead(), { approach: 're_engage' })).toBeLessThan(reply(lead()));
  });

  it('tires, and ends it the sooner', () => {
    const often = { ...touch, recent: 5 };
    expect(chancesOf(lead(), often).reply).toBeLessThan(0.3 * chancesOf(lead(), touch).reply);
    expect(chancesOf(lead(), often).stop).toBeGreaterThan(5 * chancesOf(lead(), touch).stop);
  });

  it('responds as often as its chances say', () => {
    const draw = streamOf(3, 4);
    const { reply: p, act, stop } = chancesOf(lead(), touch);
    const kinds = Array.from({ length: 20_000 }, () => respond(lead(), touch, 1, draw).kind);
    const share = (kind: string) => kinds.filter((one) => one === kind).length / kinds.length;
    expect(share('reply')).toBeCloseTo(p, 2);
    expect(share('look')).toBeCloseTo(act, 2);
    expect(share('stop')).toBeCloseTo(stop, 2);
  });

  it('is woken by what it answers; what it has decided nothing undoes', () => {
    const draw = streamOf(3, 5);
    for (let i = 0; i < 300; i++) {
      const silent = lead({}, { silentUntil: 30, motivation: 2 });
      const { kind } = respond(silent, { ...touch, approach: 're_engage' }, 3, draw);
      if (kind === 'reply') expect(silent).toMatchObject({ silentUntil: -1, unanswered: 0, lastTouch: 3 });
      const gone = lead({}, { fate: FATE.lost, motivation: 2 });
      expect(['nothing', 'stop']).toContain(respond(gone, touch, 3, draw).kind);
      expect(gone.motivation).toBe(2);
    }
  });
});
