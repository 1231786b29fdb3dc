/** OpenAPI of the human side of nurturing. */
import { MAX_RECEIPT_SCAN } from '../limits.ts';
import { body, change, inPath, ofLead, onTheLog, read, refusals, took, waiting } from './operations.ts';
import { ref } from './parts.ts';

export const NURTURE_SCHEMAS = [
  ...(['Approvals', 'Escalations', 'Receipts', 'ApprovalAct', 'HandbackAct'] as const),
  ...(['AgentReport', 'StopAct', 'NurtureSettings', 'SettingsInForce', 'Effect'] as const),
] as const;

export function nurturePaths(): Record<string, object> {
  return {
    '/v1/approvals': {
      get: waiting('Drafts that wait for approval, those first that expire soonest', 'Approvals'),
    },
    '/v1/escalations': {
      get: waiting('Leads that need a person, those first that are due soonest', 'Escalations'),
    },
    '/v1/leads/{lead}/receipts': {
      get: ofLead('Why each message to the lead could lawfully be sent', ref('Receipts'), RECEIPTS),
    },
    '/v1/leads/{lead}/approval': { post: approval() },
    '/v1/leads/{lead}/takeover': { post: actOn('A person answers this lead: the engine is silent') },
    '/v1/leads/{lead}/handback': { post: handback() },
    '/v1/leads/{lead}/pause': { post: actOn('Nothing is planned or sent to this lead') },
    '/v1/leads/{lead}/resume': { post: actOn('Ends a pause') },
    '/v1/agents/{agent}/status': { post: status() },
    '/v1/nurture/settings': {
      get: read(
        'Nurturing settings in force, and whether anything is sent',
        'leads:read',
        body('SettingsInForce'),
      ),
      post: {
        ...change('NurtureSettings', 'nurture:admin', 'Replaces the settings', SETTINGS),
        responses: { ...took('SettingsInForce'), ...refusals(400, 401, 403, 409, 413, 415, 503) },
      },
    },
    '/v1/nurture/stop': {
      post: {
        ...change('StopAct', 'nurture:act', 'Stops all sending of the brokerage, or allows it again', STOP),
        responses: { ...took('SettingsInForce'), ...refusals(400, 401, 403, 413, 415, 503) },
      },
    },
    '/v1/effect': {
      get: read(
        'What nurturing brings about, against leads held out; null before anything was measured',
        'leads:read',
        { 'application/json': { schema: { anyOf: [ref('Effect'), { type: 'null' }] } } },
      ),
    },
  };
}

const RECEIPTS =
  `Looked for in the latest ${MAX_RECEIPT_SCAN} entries of the log that the lead shares with others; ` +
  'all of them are in the analytics store.';
const APPROVAL =
  'The first word on a text counts, a repeat has the effect of once. `contentHash` is of what the person saw: for a ' +
  'draft that has another text by now, the answer is 202 all the same, and nothing is sent.';
const HANDBACK = 'The body may be left out. Twice within a second has the effect of once.';
const SETTINGS =
  'Send all of them, with the `version` that they were made from; the answer has the next one. `stopped` is changed ' +
  'by /v1/nurture/stop only. While `told` is false some shards do not have them yet; they are told again until they do.';
const STOP =
  'A stop is in force on every shard when this is answered: what is on its way to a channel is not called back, all ' +
  'else is. To allow sending again the token needs nurture:admin.';

const actOn = (summary: string): object => ({
  summary,
  description: 'Takes no body. Twice within a second has the effect of once. Scope nurture:act.',
  parameters: [inPath('lead')],
  responses: { ...onTheLog, ...refusals(401, 403, 404, 503) },
});

const handback = (): object => ({
  ...change('HandbackAct', 'nurture:act', 'The engine may go on with this lead', HANDBACK),
  requestBody: { required: false, content: body('HandbackAct') },
  parameters: [inPath('lead')],
  responses: { ...onTheLog, ...refusals(400, 401, 403, 404, 413, 415, 503) },
});

const approval = (): object => ({
  ...change('ApprovalAct', 'nurture:act', 'Approves a draft, as it is or edited, or declines it', APPROVAL),
  parameters: [inPath('lead')],
  responses: { ...onTheLog, ...refusals(400, 401, 403, 404, 413, 415, 503) },
});

const status = (): object => ({
  ...change(
    'AgentReport',
    'nurture:act',
    'Who can take a lead now: availability, load, hours, free slots',
    '',
  ),
  parameters: [inPath('agent')],
  responses: { ...onTheLog, ...refusals(400, 401, 403, 413, 415, 503) },
});
