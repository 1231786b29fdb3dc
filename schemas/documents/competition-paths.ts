/** OpenAPI of competition: alerts and who hears of them, competitors, markets, wins and losses. */
import { body, change, inPath, ofLead, onTheLog, read, refusals, took, waiting } from './operations.ts';
import { ref } from './parts.ts';

export const COMPETITION_SCHEMAS = [
  ...(['Alerts', 'SnoozeAct', 'AlertContact', 'AlertContacts', 'CompetitorRegistry', 'Competitors'] as const),
  ...(['AcceptAct', 'IgnoreAct', 'CompetitiveAnalysis', 'Markets', 'MarketSeries', 'WinLossTable'] as const),
] as const;

export function competitionPaths(): Record<string, object> {
  return {
    '/v1/alerts': { get: alerts() },
    '/v1/leads/{lead}/alerts/{alert}/acknowledge': {
      post: actOn('Somebody has seen the alert and acts on it: it is not raised to others'),
    },
    '/v1/leads/{lead}/alerts/{alert}/snooze': { post: snooze() },
    '/v1/leads/{lead}/alerts/{alert}/close': { post: actOn('Nothing is left to do about the alert') },
    '/v1/contacts': {
      get: read('Where critical alerts go while no socket is open', 'nurture:admin', body('AlertContacts')),
    },
    '/v1/contacts/fallback': { put: contact('Who answers for the brokerage', []) },
    '/v1/agents/{agent}/contact': { put: contact('An agent', [inPath('agent')]) },
    '/v1/competitors': {
      get: read('The registry, competitors known to all, and those that wait for review', 'leads:read', {
        ...body('Competitors'),
      }),
      put: {
        ...change('CompetitorRegistry', 'nurture:admin', 'Replaces the registry', REGISTRY),
        responses: { ...took('Competitors'), ...refusals(400, 401, 403, 409, 413, 415, 503) },
      },
    },
    '/v1/competitors/proposed/accept': {
      post: review('AcceptAct', 'A proposed name is a competitor', ACCEPT),
    },
    '/v1/competitors/proposed/ignore': { post: review('IgnoreAct', 'A proposed name is none', '') },
    '/v1/leads/{lead}/competition': {
      get: ofLead(
        'Competitive analysis: each claim with source and time',
        ref('CompetitiveAnalysis'),
        ANALYSIS,
      ),
    },
    '/v1/markets': { get: analytics('The latest index of each area', 'Markets', []) },
    '/v1/markets/{area}': {
      get: analytics('One area for plots: index, shifts, listings, moves', 'MarketSeries', [inPath('area')]),
    },
    '/v1/win-loss': {
      get: analytics('Wins and losses by competitor and area, and by counter-play', 'WinLossTable', []),
    },
  };
}

const CONTACT =
  'hears of critical alerts there while no socket is open. An empty object takes it away. Nothing is sent to leads from it.';
const REGISTRY =
  'Send all of it, with the `version` that it was made from; the answer has the next one. While `told` is false some ' +
  'shards do not have it yet; they are told again until they do.';
const ACCEPT = 'Give `kind` for a new competitor, or `aliasOf` for another name of one.';
const ANALYSIS =
  'It stands until `expiresAt`. Wins and losses are left out while the analytics store is away.';

function alerts(): object {
  const listed = waiting('Alerts that are not closed, those first that are due soonest', 'Alerts');
  const status = {
    ...{ name: 'status', in: 'query', schema: { enum: ['open', 'acknowledged', 'snoozed'] } },
    description: 'Only alerts that stand so',
  };
  const { parameters } = listed as { parameters: object[] };
  return { ...listed, parameters: [...parameters, status] };
}

const ofAlert = [inPath('lead'), inPath('alert')];

const actOn = (summary: string): object => ({
  summary,
  description: 'Takes no body. Twice within a second has the effect of once. Scope nurture:act.',
  parameters: ofAlert,
  responses: { ...onTheLog, ...refusals(401, 403, 404, 503) },
});

const snooze = (): object => ({
  ...change('SnoozeAct', 'nurture:act', 'Puts the alert off', 'It is due again then; a week at most.'),
  parameters: ofAlert,
  responses: { ...onTheLog, ...refusals(400, 401, 403, 404, 413, 415, 503) },
});

const contact = (who: string, parameters: object[]): object => ({
  ...change(
    'AlertContact',
    'nurture:admin',
    `${who}: where alerts go while no socket is open`,
    `${who} ${CONTACT}`,
  ),
  ...(parameters.length && { parameters }),
  responses: { ...took('AlertContacts'), ...refusals(400, 401, 403, 413, 415, 503) },
});

const review = (name: 'AcceptAct' | 'IgnoreAct', summary: string, about: string): object => ({
  ...change(name, 'nurture:admin', summary, about),
  responses: { ...took('Competitors'), ...refusals(400, 401, 403, 413, 415, 503) },
});

const analytics = (
  summary: string,
  name: 'Markets' | 'MarketSeries' | 'WinLossTable',
  parameters: object[],
) => ({
  summary,
  description: 'From the analytics store, some seconds behind the streams. Scope leads:read.',
  ...(parameters.length && { parameters }),
  responses: { 200: { description: 'OK', content: body(name) }, ...refusals(401, 403, 503) },
});
