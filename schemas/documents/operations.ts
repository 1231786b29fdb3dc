/** What the operations of the HTTP document share: how they refuse, and how they read. */
import { MAX_BODY_BYTES, MAX_WAITING, type Scope } from '../limits.ts';
import { ERROR_EXAMPLE } from './examples.ts';
import { ref, type SchemaName } from './parts.ts';

const REFUSALS = {
  400: 'Not JSON, not UTF-8, or a field that is wrong: which one, and what to do',
  401: 'No token, or one that is bad or expired',
  403: 'The token lacks the scope, or the event names another tenant',
  404: 'No such lead in your tenant',
  409: 'Somebody changed it meanwhile: the current one is in the answer',
  413: `The body is larger than ${MAX_BODY_BYTES} bytes`,
  415: 'The body is not application/json',
  429: 'Intake is ahead of the processors, or the store is nearly full: try again after Retry-After seconds',
  503: 'The store is away: try again after Retry-After seconds; event ids make a repeat harmless',
};

export function refusals(...statuses: (keyof typeof REFUSALS)[]): Record<string, object> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: REFUSALS[status],
        content: { 'application/json': { schema: ref('Error'), example: ERROR_EXAMPLE } },
      },
    ]),
  );
}

/** An id as a part of the path. */
export const inPath = (name: string): object => ({
  ...{ name, in: 'path', required: true, schema: { type: 'string', maxLength: 128 } },
  description: 'Percent-encoded, as encodeURIComponent does: ids may hold spaces, colons and slashes',
});

export const read = (summary: string, scope: Scope | undefined, content: object): object => ({
  summary,
  ...(scope && { description: `Scope ${scope}.` }),
  responses: { 200: { description: 'OK', content }, ...refusals(401, ...(scope ? ([403] as const) : [])) },
});

export const body = (name: SchemaName): object => ({ 'application/json': { schema: ref(name) } });
export const took = (name: SchemaName): object => ({
  200: { description: 'In force now', content: body(name) },
});
export const onTheLog = { 202: { description: 'It is on the log', content: body('Accepted') } };

/** An operation whose body changes something. */
export const change = (name: SchemaName, scope: Scope, summary: string, about: string): object => ({
  summary,
  description: `${about} Scope ${scope}.`.trim(),
  requestBody: { required: true, content: body(name) },
});

/** A list of what waits, of all or of one agent. */
export const waiting = (summary: string, name: SchemaName): object => ({
  summary,
  description: `At most ${MAX_WAITING}; \`total\` counts all. Scope leads:read.`,
  parameters: [
    { name: 'agent', in: 'query', schema: { type: 'string' }, description: 'Only the leads of this agent' },
  ],
  responses: { 200: { description: 'OK', content: body(name) }, ...refusals(401, 403, 503) },
});

export function ofLead(summary: string, schema: object, about = ''): object {
  return {
    summary,
    description: `Scope leads:read. ${about}`.trim(),
    parameters: [inPath('lead')],
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema } } },
      ...refusals(400, 401, 403, 404, 503),
    },
  };
}
