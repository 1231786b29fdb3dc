/** Events as producers send them, and the leads flow over fake judges to play them through. */
import { createLeadsFlow } from '../../../pipelines/leads.ts';
import { fakeJudges } from './fake-judges.ts';
import { createPlayer, NOW } from './play.ts';

export const flow = createLeadsFlow(fakeJudges, { shards: 1 });
export const player = () => createPlayer(flow);

let n = 0;
export const event = (type: string, fields: object = {}) => ({
  id: `e${n++}`,
  lead: 'ana',
  at: NOW,
  type,
  ...fields,
});
export const says = (text: string, fields: object = {}) =>
  event('message', { from: 'lead', channel: 'sms', text, ...fields });
export const replies = (text: string, fields: object = {}) =>
  event('message', { from: 'agent', channel: 'sms', text, ...fields });
/** Doorstep's own. */
export const system = (type: string, fields: object = {}) => event(type, { tenant: 'main', ...fields });
