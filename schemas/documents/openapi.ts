/** OpenAPI 3.1 of the HTTP side. */
import { DEFAULT_LEADS, MAX_BATCH, MAX_LEADS, SCOPES, type Scope } from '../limits.ts';
import { COMPETITION_SCHEMAS, competitionPaths } from './competition-paths.ts';
import { LEAD_EVENT_EXAMPLES, MARKET_EVENT_EXAMPLES } from './examples.ts';
import { HOOK_PATHS } from './hook-paths.ts';
import { NURTURE_SCHEMAS, nurturePaths } from './nurture-paths.ts';
import { ofLead, read, refusals } from './operations.ts';
import { plainSchemas, ref, type SchemaName } from './parts.ts';

const NAMES = [
  ...(['LeadEvent', 'MarketEvent', 'StreamingInsight', 'TalkEntry'] as const),
  ...(['SimilarLeads', 'Patterns', ...NURTURE_SCHEMAS, ...COMPETITION_SCHEMAS] as const),
  ...(['Accepted', 'Error'] as const),
];

export function createOpenApi(): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Doorstep', version: '1', description: ABOUT },
    security: [{ token: [] }],
    paths: {
      '/v1/events': { post: intake('events:write', 'LeadEvent', 'lead events', LEAD_EVENT_EXAMPLES) },
      '/v1/market': { post: intake('market:write', 'MarketEvent', 'market events', MARKET_EVENT_EXAMPLES) },
      '/v1/leads': { get: leads() },
      '/v1/leads/{lead}': { get: ofLead('The full latest insight of a lead', ref('StreamingInsight')) },
      '/v1/leads/{lead}/talk': {
        get: ofLead('Latest messages and activities, oldest first', {
          type: 'array',
          items: ref('TalkEntry'),
        }),
      },
      '/v1/leads/{lead}/similar': {
        get: ofLead('The leads most like this one, of the same brokerage', ref('SimilarLeads'), SIMILAR),
      },
      '/v1/patterns': {
        get: read(
          'What leads have in common: next steps by segment, shifts of new leads, listings that draw a segment',
          'leads:read',
          { 'application/json': { schema: ref('Patterns') } },
        ),
      },
      ...nurturePaths(),
      ...competitionPaths(),
      ...HOOK_PATHS,
      '/healthz': {
        get: {
          summary: 'Whether the process lives',
          security: [],
          responses: { 200: { description: 'It does' } },
        },
      },
      '/readyz': {
        get: {
          summary: 'Whether the store is reachable and the streams are followed',
          responses: { 200: { description: 'Ready' }, 503: { description: 'Not ready' }, ...refusals(401) },
        },
      },
      '/metrics': {
        get: read('Prometheus metrics', 'metrics:read', { 'text/plain': { schema: { type: 'string' } } }),
      },
      '/docs/openapi.json': { get: read('This document', undefined, anyJson) },
      '/docs/asyncapi.json': { get: read('Streams and socket, as AsyncAPI', undefined, anyJson) },
    },
    components: {
      schemas: plainSchemas(NAMES),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: TOKEN } },
    },
  };
}

const ABOUT =
  'Live insights travel over the WebSocket /v1/stream (see /docs/asyncapi.json). Files under /console/ are public: ' +
  'they hold no data. Every error is {error: {code, field?, message, fix}}.';
const TOKEN = `HS256, claims tenant, scopes (${SCOPES.join(', ')}), sub, exp; issued by \`doorstep token\``;

const SIMILAR =
  'Likeness is by behaviour and what is looked for, never by text, name, contact, language or postcode. A lead that ' +
  'moved is compared anew within a second or so.';

const anyJson = { 'application/json': { schema: { type: 'object' } } };

function intake(scope: Scope, name: SchemaName, what: string, examples: Record<string, unknown>): object {
  const batch = { type: 'array', items: ref(name), minItems: 1, maxItems: MAX_BATCH };
  return {
    summary: `Takes ${what}: one, or an array of up to ${MAX_BATCH}`,
    description:
      'A batch is taken whole or not at all: one bad event, and the answer lists every bad index. Ids make a ' +
      `repeat harmless. An event without a tenant is the token's. Scope ${scope}.`,
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { anyOf: [ref(name), batch] },
          examples: Object.fromEntries(Object.entries(examples).map(([key, value]) => [key, { value }])),
        },
      },
    },
    responses: {
      202: {
        description: 'All are on the log',
        content: {
          'application/json': { schema: ref('Accepted'), example: { accepted: 1, ids: ['sms-90211'] } },
        },
      },
      ...refusals(400, 401, 403, 413, 415, 429, 503),
    },
  };
}

function leads(): object {
  const limit = { type: 'integer', minimum: 1, maximum: MAX_LEADS, default: DEFAULT_LEADS };
  return {
    summary: 'Full insights of the leads that deserve attention first',
    description: 'Scope leads:read.',
    parameters: [
      { name: 'agent', in: 'query', schema: { type: 'string' }, description: 'Only the leads of this agent' },
      { name: 'limit', in: 'query', schema: limit },
    ],
    responses: {
      200: {
        description: 'By attention, most first',
        content: { 'application/json': { schema: { type: 'array', items: ref('StreamingInsight') } } },
      },
      ...refusals(400, 401, 403, 503),
    },
  };
}
