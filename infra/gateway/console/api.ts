/** The gateway over HTTP: what the socket does not carry. */
import type { Happening, StreamingInsight } from '../../../schemas/insight.ts';
import type { Patterns, SimilarLeads } from '../../../schemas/similar.ts';

/** One thing that happened with a lead, as `GET /v1/leads/:lead/talk` lists them, oldest first. */
export interface TalkEntry extends Happening {
  seq: number;
  at: string;
  intents: { id: string; p: number }[];
}

export interface Api {
  /** The full latest insight, or null where there is no such lead. */
  lead(lead: string): Promise<StreamingInsight | null>;
  talk(lead: string): Promise<TalkEntry[]>;
  /** Null where there is no such lead. */
  similar(lead: string): Promise<SimilarLeads | null>;
  patterns(): Promise<Patterns>;
  /** Why the gateway refuses this token, or null while it does not (or cannot be asked). */
  refusal(): Promise<string | null>;
}

/** The part of an error answer that is for people. */
interface Refusal {
  message: string;
  fix: string;
}

export function createApi(token: string): Api {
  const get = (path: string) => fetch(path, { headers: { authorization: `Bearer ${token}` } });
  const path = (lead: string) => `/v1/leads/${encodeURIComponent(lead)}`;
  return {
    async lead(lead) {
      const response = await get(path(lead));
      if (response.status === 404) return null;
      return (await answered(response)).json();
    },
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
    async refusal() {
      const response = await get('/v1/leads?limit=1').catch(() => null);
      if (response?.status !== 401 && response?.status !== 403) return null;
      const { error } = (await response.json().catch(() => ({}))) as { error?: Refusal };
      return error ? `${error.message}. ${error.fix}.` : 'The gateway refuses this token.';
    },
  };
}

async function answered(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}
