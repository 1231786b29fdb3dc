/** `POST /v1/events` and `POST /v1/market`: one event or a batch, taken whole or not at all. */
import { MAX_BATCH } from '../../schemas/limits.ts';
import { type Space, shardOf } from '../../schemas/shards.ts';
import type { Problem } from '../../schemas/words.ts';
import { failure, invalid, json, unavailable } from './answers.ts';
import { readJson } from './json-body.ts';
import type { Advice, PressureGauge } from './pressure.ts';
import type { Call } from './router.ts';
import type { GatewayStore } from './store.ts';
import type { HttpAnswer } from './transport.ts';

/** Problems named in one answer; the rest is counted. */
const MAX_NAMED = 100;

/** Validates one event as the flow that will work it does; `key` decides on its shard. */
export type Receive = (
  value: unknown,
  now: number,
) => { ok: true; event: { id: string; tenant: string }; key: string } | { ok: false; problem: Problem };

export interface IntakeDeps {
  space: Space;
  receive: Receive;
  store: GatewayStore;
  pressure: PressureGauge;
}

interface Fault extends Problem {
  index: number;
  foreign: boolean;
}

export function createIntake({ space, receive, store, pressure }: IntakeDeps) {
  return async ({ request, claims }: Call): Promise<HttpAnswer> => {
    const early = refusal(pressure.advice(space, []));
    if (early) return early;
    const parsed = readJson(request);
    if ('status' in parsed) return parsed;
    const batch = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
    if (!batch.length || batch.length > MAX_BATCH) return invalid(batchSize(batch.length));
    const { events, faults } = receiveAll(batch, claims.tenant, receive);
    if (faults.length) return faulty(faults, batch.length, Array.isArray(parsed.value));
    const placed = events.map(({ event, key }) => ({
      shard: shardOf(key, store.shards[space]),
      event: JSON.stringify(event),
    }));
    const late = refusal(pressure.advice(space, new Set(placed.map(({ shard }) => shard))));
    if (late) return late;
    await store.append(space, placed);
    return json(202, { accepted: events.length, ids: events.map(({ event }) => event.id) });
  };
}

function receiveAll(batch: unknown[], tenant: string, receive: Receive) {
  const now = Date.now();
  const events: Extract<ReturnType<Receive>, { ok: true }>[] = [];
  const faults: Fault[] = [];
  for (const [index, value] of batch.entries()) {
    const receipt = receive(ofTenant(value, tenant), now);
    if (!receipt.ok) faults.push({ index, ...receipt.problem, foreign: false });
    else if (receipt.event.tenant !== tenant) faults.push({ index, ...FOREIGN, foreign: true });
    else events.push(receipt);
  }
  return { events, faults };
}

/** An event that names no tenant is the token's. */
function ofTenant(value: unknown, tenant: string): unknown {
  const names =
    typeof value === 'object' && value !== null && 'tenant' in value && value.tenant !== undefined;
  return names || typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : { ...value, tenant };
}

const FOREIGN: Problem = {
  field: 'tenant',
  message: 'is not the tenant of your token',
  fix: 'Leave tenant out, or use a token of that tenant',
};

const batchSize = (size: number): Problem => ({
  field: '(root)',
  message: size ? `has ${size} events` : 'is an empty batch',
  fix: `Send 1 to ${MAX_BATCH} events a request`,
});

/** The first fault in the usual shape; of a batch, every bad index besides. */
function faulty(faults: Fault[], size: number, isBatch: boolean): HttpAnswer {
  const first = faults.find(({ foreign }) => foreign) ?? faults[0]!;
  const field = isBatch ? `[${first.index}].${first.field}` : first.field;
  const named = faults.slice(0, MAX_NAMED).map(({ foreign: _, ...fault }) => fault);
  const problem = {
    field,
    message: isBatch
      ? `${first.message} (${faults.length} of ${size} events are bad; none was taken)`
      : first.message,
    fix: first.fix,
  };
  const detail = isBatch ? { events: named } : undefined;
  if (!first.foreign) return invalid(problem, detail);
  return failure({
    ...{ status: 403, code: 'wrong_tenant', field, message: `${field} ${problem.message}`, fix: first.fix },
    ...(detail && { detail }),
  });
}

/** The answer to a writer where nothing can be taken now. */
export function refusal(advice: Advice): HttpAnswer | null {
  if (advice.kind === 'take') return null;
  return advice.kind === 'away' ? unavailable() : slowDown(advice.message, advice.retryAfter);
}

export const slowDown = (message: string, retryAfter: number): HttpAnswer =>
  failure({
    status: 429,
    code: 'slow_down',
    message,
    fix: `Send the same request again after ${retryAfter} s; nothing of it was taken`,
    headers: { 'retry-after': String(retryAfter) },
  });
