/** Turns for steps tested by themselves. */
import type { LeadsEvent } from '../../../processors/decode-lead-entry.ts';
import { initialState, type LeadState } from '../../../processors/lead-state.ts';
import type { Turn } from '../../../processors/turn.ts';
import { fakeJudges } from './fake-judges.ts';
import { NOW } from './play.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const stateOf = (fields: Partial<LeadState> = {}): LeadState => ({
  ...initialState(fakeJudges, 'main', 'ana', NOW),
  ...fields,
});

export const messageEvent = (text = 'Hi'): LeadsEvent => ({
  ...{ id: 'm1', tenant: 'main', lead: 'ana', at: NOW, type: 'message', from: 'lead', channel: 'sms', text },
});

export const turnOf = (state: LeadState, event: LeadsEvent = messageEvent()): Turn => ({
  ...{
    key: 'main/ana',
    event,
    receivedAt: NOW,
    asOf: NOW,
    serving: undefined,
    wide: undefined,
    scored: true,
    before: undefined,
    state,
    outputs: [],
  },
});
