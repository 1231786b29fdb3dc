/** What the socket does not carry: one lead in full, and whether the token still opens the door. */
import type { StreamingInsight } from '../../../schemas/insight.ts';
import type { AnswerLike, Fetch } from './platform.ts';

export interface Http {
  /** The full latest insight, or null where there is no such lead. Rejects when the gateway cannot say. */
  lead(lead: string): Promise<StreamingInsight | null>;
  /** Why the gateway refuses the token, or null while it does not (or cannot be asked). */
  refusal(): Promise<string | null>;
}

/** The part of an error answer that is for people. */
interface Refusal {
  message: string;
  fix: string;
}

/** @param base of the gateway, e.g. `http://127.0.0.1:8787`; empty: of the page's own */
export function createHttp(base: string, token: () => string | Promise<string>, fetch: Fetch): Http {
  const get = async (path: string): Promise<AnswerLike> =>
    fetch(`${base}${path}`, { headers: { authorization: `Bearer ${await token()}` } });
  return {
    async lead(lead) {
      const answer = await get(`/v1/leads/${encodeURIComponent(lead)}`);
      if (answer.status === 404) return null;
      if (!answer.ok) throw new Error(`the gateway answered ${answer.status} for lead ${lead}`);
      return (await answer.json()) as StreamingInsight;
    },
    async refusal() {
      const answer = await get('/v1/leads?limit=1').catch(() => null);
      if (answer?.status !== 401 && answer?.status !== 403) return null;
      const { error } = (await answer.json().catch(() => ({}))) as { error?: Refusal };
      return error ? `${error.message}. ${error.fix}.` : 'The gateway refuses this token.';
    },
  };
}
