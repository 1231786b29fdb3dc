/** `POST /v1/hooks/reso/:tenant`: a RESO server says that something changed (RCP-28); that wakes who reads its log. */

import { readReso } from '../channels/hooks/reso-hook.ts';
import { hasBearer } from '../channels/hooks/signatures.ts';
import type { Wake } from '../redis/intake-wake.ts';
import { failure, invalid, json, notFound } from './answers.ts';
import { refusal } from './intake.ts';
import { readJson } from './json-body.ts';
import type { PressureGauge } from './pressure.ts';
import type { PublicRoute } from './router.ts';
import type { HttpAnswer } from './transport.ts';

export interface ResoHookDeps {
  /** Bearer tokens that producers were given, newest first. */
  tokens: readonly string[];
  /** Resolves when those who listen were told. */
  wake(tenant: string, wake: Wake): Promise<void>;
}

/** RCP-28: "assumed to be String (255)". */
const MOST_LABEL = 255;
const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function createResoHook(
  { tokens, wake }: ResoHookDeps,
  pressure: PressureGauge,
  marketShards: number,
): PublicRoute {
  const shards = Array.from({ length: marketShards }, (_, shard) => shard);
  return {
    ...{ method: 'POST', pattern: '/v1/hooks/reso/:tenant', public: true },
    async handle({ request, params }) {
      if (!hasBearer(tokens, request.header('authorization'))) return unauthorized();
      const tenant = params.tenant!;
      if (!SLUG.test(tenant)) return notFound('There is no such tenant', 'Use the slug of the brokerage');
      const later = refusal(pressure.advice('market', shards));
      if (later) return later;
      const parsed = readJson(request);
      if ('status' in parsed) return parsed;
      const notice = readReso(parsed.value);
      if ('problem' in notice) return invalid(notice.problem);
      const source = request.header('entityeventsource').slice(0, MOST_LABEL);
      await wake(tenant, { sequence: notice.sequence, ...(source && { source }) });
      return json(200, { accepted: notice.events });
    },
  };
}

const unauthorized = (): HttpAnswer =>
  failure({
    ...{ status: 401, code: 'unauthorized', field: 'authorization' },
    message: 'The bearer token is not one of RESO_HOOK_TOKENS',
    fix: 'Send the header Authorization: Bearer <token> with the token that the brokerage gave you',
    headers: { 'www-authenticate': 'Bearer realm="doorstep"' },
  });
