/**
 * Asks an outside generator for a better text of what was decided, and puts its answer on the lead's log as a `draft`.
 * Nothing waits for it: without an answer in time our own text stands.
 */
import type { Config } from '../infra/config.ts';
import type { Generator } from '../infra/generator/generator.ts';
import { createOpenAiGenerator } from '../infra/generator/openai-generator.ts';
import type { Log } from '../infra/log.ts';
import { tailActions } from '../infra/redis/action-tail.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { takeDraftPlace } from '../infra/redis/draft-board.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import type { Run } from '../infra/run.ts';
import { compose } from '../models/content/compose.ts';
import { leadStates } from '../processors/lead-states.ts';
import { contentRequest } from '../processors/nurture/content-request.ts';
import { draftPrompt } from '../processors/nurture/draft-prompt.ts';
import { openDesk } from '../processors/nurture/follow-up-turn.ts';
import { unpackShardWide } from '../processors/shard-states.ts';
import type { NurtureDecision } from '../schemas/nurture.ts';
import { leadKey, shardOf, shardWideKey } from '../schemas/shards.ts';
import type { DraftEvent } from '../schemas/system-event.ts';

export interface DraftParts {
  redis: RedisConnection;
  config: Pick<Config, 'shards' | 'generatorPerDay'>;
  generator: Generator;
  logger: Log;
}

/** Drafts of so many leads may be under way at once; more than that are left to our own text. */
const AT_ONCE = 8;

/** Drafts until the signal aborts. */
export function runDrafts(parts: DraftParts): Run {
  const { redis, config, logger } = parts;
  return async (signal) => {
    const underWay = new Set<Promise<void>>();
    const heard = (body: Buffer) => {
      const decision = decisionIn(body);
      if (!decision || underWay.size >= AT_ONCE) return;
      const work = draftOne(parts, decision, signal)
        // What went wrong may quote the prompt, and with it what the lead wrote: only its kind is told.
        .catch((error: Error) =>
          logger.warn({ kind: error.name, lead: decision.lead }, 'no draft; our own text stands'),
        )
        .finally(() => underWay.delete(work));
      underWay.add(work);
    };
    await tailActions(redis, config.shards, heard, signal);
    await Promise.all(underWay);
  };
}

/** A decision with a text that a draft could still take the place of. */
function decisionIn(body: Buffer): NurtureDecision | undefined {
  const record = JSON.parse(String(body)) as NurtureDecision;
  return record.kind === 'decision' && record.content ? record : undefined;
}

async function draftOne(
  { redis, config, generator }: DraftParts,
  { id: action, tenant, lead }: NurtureDecision,
  signal: AbortSignal,
): Promise<void> {
  const log = createRedisShardLog(redis, 'leads', config.shards);
  const key = leadKey(tenant, lead);
  const shard = shardOf(key, config.shards);
  const [bytes, wideBytes] = await log.load([
    { shard, key },
    { shard, key: shardWideKey(shard) },
  ]);
  const state = bytes && leadStates.unpack(bytes);
  const plan = state?.nurture.plan;
  if (!state || !plan || plan.id !== action || plan.approvedBy) return;
  const wide = wideBytes ? unpackShardWide(wideBytes)?.tenants[tenant] : undefined;
  const desk = openDesk(wide, state.contact.agent);
  const request = contentRequest({ state, nurture: state.nurture, desk, now: plan.decidedAt }, plan);
  const own = compose(request);
  if (
    !own.ok ||
    !(await takeDraftPlace(redis.client, { tenant, lead, action }, config.generatorPerDay, Date.now()))
  )
    return;
  const { subject, body } = await generator.draft(draftPrompt(request, own), signal);
  const event: DraftEvent = {
    ...{ id: `draft:${action}`, tenant, lead, at: Date.now(), type: 'draft', action, text: body },
    ...(subject && { subject }),
    model: generator.model,
  };
  await log.append(shard, [JSON.stringify(event)]);
}

export const createDraftRole =
  (config: Config, logger: Log): Run =>
  async (signal) => {
    const redis = connectRedis(config.redisUrl);
    const { generatorUrl: url, generatorModel: model, generatorKey: key, generatorMs: timeoutMs } = config;
    try {
      await checkTopology(redis.client, { leads: config.shards, market: config.marketShards });
      const generator = createOpenAiGenerator({ url, model, key, timeoutMs });
      await runDrafts({ redis, config, generator, logger })(signal);
    } finally {
      redis.close();
    }
  };
