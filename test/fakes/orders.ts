/** Orders as the engine gives them. */
import type { SendOrder } from '../../schemas/nurture.ts';

export const orderOf = (more: Partial<SendOrder> = {}): SendOrder => ({
  ...{ id: 'o1', tenant: 'main', lead: 'ann', at: new Date().toISOString(), kind: 'send', decision: 'd1' },
  ...{ channel: 'sms', type: 'follow_up', purpose: 'marketing', subject: '', generation: 1 },
  ...{ body: 'The two-bedroom on Elm Street is open on Saturday.', contentHash: 'h1' },
  ...more,
});
