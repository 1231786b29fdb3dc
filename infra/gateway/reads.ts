/** `GET /v1/leads…`: what is known of a lead, and which leads deserve attention first. */
import { DEFAULT_LEADS, MAX_LEADS } from '../../schemas/limits.ts';
import { invalid, json, notFound } from './answers.ts';
import type { Call } from './router.ts';
import type { GatewayStore } from './store.ts';
import type { HttpAnswer } from './transport.ts';
import type { Views } from './views.ts';

/** A lead of another tenant is as unknown as one that never was. */
const unknownLead = () =>
  notFound(
    'No such lead',
    'Check the id, encoded as encodeURIComponent does; a lead begins with its first event',
  );

export function createReads(store: GatewayStore, views: Views) {
  return {
    async lead({ params, claims }: Call): Promise<HttpAnswer> {
      const [view] = await views.views(claims.tenant, [params.lead!]);
      return view ? raw(view.json) : unknownLead();
    },

    async leads({ query, claims }: Call): Promise<HttpAnswer> {
      const limit = Number(query.get('limit') ?? DEFAULT_LEADS);
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LEADS) {
        const message = 'is not a number of leads';
        return invalid({ field: 'limit', message, fix: `Use a whole number from 1 to ${MAX_LEADS}` });
      }
      const top = await views.top(claims.tenant, query.get('agent') ?? undefined, limit);
      return raw(`[${top.map(({ json }) => json).join(',')}]`);
    },

    async talk({ params, claims }: Call): Promise<HttpAnswer> {
      const [[view], happenings] = await Promise.all([
        views.views(claims.tenant, [params.lead!]),
        store.talk(claims.tenant, params.lead!),
      ]);
      return view ? raw(`[${happenings.join(',')}]`) : unknownLead();
    },
  };
}

/** JSON that is text already. */
const raw = (body: string): HttpAnswer => ({ ...json(200, null), body });
