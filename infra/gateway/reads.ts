/** `GET /v1/leads…`: what is known of a lead, and which leads deserve attention first. */
import { DEFAULT_LEADS, MAX_LEADS, SIMILAR_LEADS } from '../../schemas/limits.ts';
import type { SimilarLead, SimilarLeads } from '../../schemas/similar.ts';
import { invalid, json, notFound } from './answers.ts';
import type { Alike, Pictures } from './pictures.ts';
import type { Call } from './router.ts';
import type { GatewayStore } from './store.ts';
import type { HttpAnswer } from './transport.ts';
import type { ReadInsight, Views } from './views.ts';

/** A lead of another tenant is as unknown as one that never was. */
export const unknownLead = () =>
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

/** What a lead has in common with others, and what all of a tenant's leads have. */
export function createCommonReads(
  store: Pick<GatewayStore, 'states'>,
  pictures: Pick<Pictures, 'of'>,
  readInsight: ReadInsight,
) {
  /** Names and segments as they are now; a lead erased a moment ago is left out. */
  const introduced = async (tenant: string, alike: Alike[]): Promise<SimilarLead[]> => {
    const states = await store.states(
      tenant,
      alike.map(({ lead }) => lead),
    );
    return alike.flatMap(({ lead, similarity, why }, i) => {
      const insight = states[i] && readInsight(states[i]);
      if (!insight) return [];
      const { contact, profile, status } = insight;
      const name = contact.name !== undefined && { name: contact.name };
      return [{ lead, ...name, similarity, segment: profile.primaryMicrosegment, status, why }];
    });
  };
  return {
    async similar({ params, claims }: Call): Promise<HttpAnswer> {
      const lead = params.lead!;
      const [state] = await store.states(claims.tenant, [lead]);
      const { picture, complete } = pictures.of(claims.tenant);
      const alike = picture.similarTo(lead, state ?? null, SIMILAR_LEADS);
      if (!alike) return unknownLead();
      const similar = await introduced(claims.tenant, alike);
      return json(200, { similar, among: picture.size, complete } satisfies SimilarLeads);
    },

    patterns({ claims }: Call): HttpAnswer {
      const { picture, complete } = pictures.of(claims.tenant);
      return json(200, picture.patterns(complete));
    },
  };
}

/** JSON that is text already. */
const raw = (body: string): HttpAnswer => ({ ...json(200, null), body });
