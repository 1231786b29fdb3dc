/** The gateway over HTTP: what the socket does not carry. */
import type { Happening } from '../../../schemas/insight.ts';
import type { Patterns, SimilarLeads } from '../../../schemas/similar.ts';
import { createHttp, type Http } from '../client/http.ts';

/** One thing that happened with a lead, as `GET /v1/leads/:lead/talk` lists them, oldest first. */
export interface TalkEntry extends Happening {
  seq: number;
  at: string;
  intents: { id: string; p: number }[];
}

export interface Api extends Http {
  talk(lead: string): Promise<TalkEntry[]>;
  /** Null where there is no such lead. */
  similar(lead: string): Promise<SimilarLeads | null>;
  patterns(): Promise<Patterns>;
}

export function createApi(token: string): Api {
  const get = (path: string) => fetch(path, { headers: { authorization: `Bearer ${token}` } });
  const path = (lead: string) => `/v1/leads/${encodeURIComponent(lead)}`;
  return {
    ...createHttp(
      '',
      () => token,
      (path, init) => fetch(path, init),
    ),
    async talk(lead) {
      const response = await get(`${path(lead)}/talk`);
      if (response.status === 404) return [];
      return (await answered(response)).json();
    },
    async similar(lead) {
      const response = await get(`${path(lead)}/similar`);
      if (response.status === 404) return null;
      return (await answered(response)).json();
    },
    patterns: async () => (await answered(await get('/v1/patterns'))).json(),
  };
}

async function answered(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}
