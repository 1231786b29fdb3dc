/** Who owns a lead that is opened, and how it is warmed there: real members, a real gateway, a real Redis. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { connectRedis } from '../../infra/redis/connect.ts';
import { hearOpenings } from '../../infra/redis/openings.ts';
import { createRedisRoll } from '../../infra/redis/roll.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { runFlow } from '../../infra/runtime/run-flow.ts';
import type { WarmUp } from '../../infra/runtime/warm-state.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { createToyFlow, type ToyState } from '../toy-flow.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

let world: World;
const members: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await Promise.all(members.splice(0).map((stop) => stop()));
  await world.stop();
});

/** A member of the leads group that counts events; what it reads of states is what the scribe wrote. */
function member(name: string, locality: string): () => Promise<void> {
  const own = connectRedis(world.redis.url);
  const abort = new AbortController();
  const flow = {
    ...createToyFlow(SHARDS.leads),
    name: 'leads',
    agesOf: (_: ToyState) => ({ state: Date.now() - 5000, neighbours: { count: 2 } }),
  };
  const done = runFlow(
    {
      ...{ flow, log: createRedisShardLog(own, 'leads', SHARDS.leads), targets: [] },
      ...{ timers: { mirror: async () => {} }, readCount: 16, attempts: 3, pipelined: 4 },
      ...{ metrics: createMetrics(), logger: createLog('silent', 'test'), member: name },
      ...{ place: { node: `node of ${name}`, locality }, roll: createRedisRoll(own, 'leads') },
      hearOpenings: (warm: WarmUp, until: AbortSignal) => hearOpenings(own, name, warm, until),
      ...{ leaseMs: 5000, retainEntries: 1000 },
    },
    abort.signal,
  );
  const stop = async () => {
    abort.abort();
    await done;
    own.close();
  };
  members.push(stop);
  return stop;
}

const holderOf = (lead: string) =>
  world.connection.client.get(
    `${shardKeys('leads', shardOf(leadKey('main', lead), SHARDS.leads)).lease}leads`,
  );

async function opened(lead: string, options = {}) {
  const socket = await world.client();
  socket.send({ type: 'subscribe', id: 'a', topic: { kind: 'lead', lead }, options });
  const frame = await socket.next('subscribed');
  await socket.end();
  return frame;
}

/** Opens the lead again and again until the answer is as wanted: a gateway asks for the owners four times a second. */
async function openedWhen(
  lead: string,
  wanted: (frame: Awaited<ReturnType<typeof opened>>) => boolean,
  options = {},
) {
  for (const late = Date.now() + 10_000; ; await pause(20)) {
    const frame = await opened(lead, options);
    if (wanted(frame) || Date.now() > late) return frame;
  }
}

it('opens without an owner, then names it, its locality and load, and what is warm', async () => {
  const lead = 'ann';
  await world.scribe.write(lead);
  const before = await opened(lead);
  expect(before).not.toHaveProperty('owner');
  expect(before).not.toHaveProperty('warm');
  expect(before.snapshot).toHaveLength(1);

  member('first', 'zone-a');
  const frame = await openedWhen(
    lead,
    ({ owner, warm }) => owner?.load === SHARDS.leads && warm?.state?.wasHeld === true,
  );
  expect(frame.owner).toEqual({ node: 'node of first', locality: 'zone-a', load: SHARDS.leads });
  expect(frame.warm).toEqual({
    state: { ageMs: expect.any(Number), wasHeld: true },
    neighbours: { count: 2 },
  });
  expect(frame.warm!.state!.ageMs).toBeGreaterThanOrEqual(5000);
});

it('does not ask the owner to warm where none of it is wanted', async () => {
  const frame = await openedWhen('ann', ({ owner }) => owner !== undefined, { preemptiveAnalysis: false });
  expect(frame.owner?.node).toBe('node of first');
  expect(frame).not.toHaveProperty('warm');
});

it('says nothing is warm of a lead nobody has heard of', async () => {
  const frame = await openedWhen('nobody', ({ warm }) => warm !== undefined);
  expect(frame.warm).toEqual({});
  expect(frame.snapshot).toEqual([]);
});

it('names the next owner when one leaves', async () => {
  member('second', '');
  await members[0]!();
  members.splice(0, 1);
  const frame = await openedWhen('ann', ({ owner }) => owner?.node === 'node of second');
  expect(await holderOf('ann')).toBe('second');
  expect(frame.owner).not.toHaveProperty('locality');
});
