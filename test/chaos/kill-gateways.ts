/**
 * Clients of two gateways under load while every socket is cut, a gateway is killed, a processor is killed, and a
 * gateway is told to stop: in the end each client has what the server has, and heard of everything once.
 */
import { isDeepStrictEqual } from 'node:util';
import { type MessageEvent, WebSocket } from 'ws';
import { freePort } from '../../infra/free-port.ts';
import { createTokens } from '../../infra/gateway/auth.ts';
import { type Client, connect } from '../../infra/gateway/client/connect.ts';
import type { LeadStream } from '../../infra/gateway/client/lead-stream.ts';
import type { SocketConstructor } from '../../infra/gateway/client/platform.ts';
import { pause } from '../../infra/run.ts';
import { readInsight } from '../../processors/read-insight.ts';
import type { ServerFrame } from '../../schemas/frames.ts';
import { leadKey, shardKeys, shardName, shardOf } from '../../schemas/shards.ts';
import type { Child } from '../bench/child.ts';
import { gatewayReady } from '../bench/stack.ts';
import { TENANT } from '../bench/traffic.ts';
import { judge, type Outcome } from './outcome.ts';
import { startProducer } from './producer.ts';
import { createWitness, type Entry, type Hearing, type Witness } from './witness.ts';
import { eventually, everyoneHolds, startWorld, type World } from './world.ts';

const HURTS = ['sockets cut', 'gateway killed', 'processor killed', 'gateway stopped'] as const;
type Hurt = (typeof HURTS)[number];

export interface KillGatewaysOptions {
  /** Each of {@link HURTS} in turn, so often. */
  rounds: number;
  /** Events a second. */
  rate: number;
  leads: number;
  clients: number;
  say(line: string): void;
}

export interface KillGatewaysReport {
  outcome: Outcome;
  clients: Hearing[];
  /** Leads, over all clients, that a client has otherwise than the server. */
  differ: string[];
  /** Leads compared, over all clients. */
  compared: number;
}

interface Follower {
  client: Client;
  stream: LeadStream;
  witness: Witness;
  /** Cuts its socket, without a word. */
  cut(): void;
}

type Take = (event: MessageEvent) => void;

interface Gateway {
  port: number;
  child: Child;
}

const SECRET = 'a secret of a crash test, not of anything else';
const DRAIN_MS = 2000;
const BETWEEN_MS = 1500;

export async function killGateways(options: KillGatewaysOptions): Promise<KillGatewaysReport> {
  const { rounds, rate, leads, say } = options;
  const world = await startWorld({ processors: 2, settings: { jwtSecret: SECRET, drainMs: DRAIN_MS } });
  const { redisUrl, shards } = world.config;
  const token = await tokenOf();
  const gateways = [
    await startGateway(world, await freePort(), token),
    await startGateway(world, await freePort(), token),
  ];
  const followers = Array.from({ length: options.clients }, () =>
    follow(
      gateways.map(({ port }) => `http://127.0.0.1:${port}`),
      token,
    ),
  );
  const producer = startProducer({ url: redisUrl, shards, rate, leads });
  try {
    for (let n = 0; n < rounds * HURTS.length; n++) {
      await pause(BETWEEN_MS);
      const what = HURTS[n % HURTS.length]!;
      say(what);
      await hurt(what, { world, gateways, followers, token });
    }
    await pause(BETWEEN_MS);
    await producer.stop();
    const outcome = await judge(world, producer.acknowledged);
    const entries = new Map(
      await Promise.all(Array.from({ length: shards }, async (_, shard) => entriesOf(world, shard))),
    );
    await Promise.all(followers.map(({ witness }) => caughtUp(witness, entries)));
    const { differ, compared } = await compare(world, followers, outcome);
    return { outcome, clients: followers.map(({ witness }) => witness.hearing(entries)), differ, compared };
  } finally {
    await producer.stop();
    for (const { client } of followers) client.close();
    await world.stop();
  }
}

const tokenOf = () =>
  createTokens(SECRET).issue({
    tenant: TENANT,
    scopes: ['leads:read'],
    subject: 'witness',
    ttlSeconds: 3600,
  });

async function startGateway(world: World, port: number, token: string): Promise<Gateway> {
  const child = await world.addRole('gateway', { port });
  await gatewayReady(port, token);
  return { port, child };
}

async function hurt(
  what: Hurt,
  {
    world,
    gateways,
    followers,
    token,
  }: { world: World; gateways: Gateway[]; followers: Follower[]; token: string },
): Promise<void> {
  if (what === 'sockets cut') {
    for (const { cut } of followers) cut();
    return;
  }
  if (what === 'processor killed') {
    await world.killProcessor(world.processors[0]!);
    await world.addProcessor();
    return everyoneHolds(world);
  }
  const { port, child } = gateways.shift()!;
  await (what === 'gateway killed' ? world.killRole(child) : world.stopRole(child));
  gateways.push(await startGateway(world, port, token));
}

function follow(url: string[], token: string): Follower {
  const witness = createWitness();
  let socket: WebSocket | undefined;
  // What the library takes, not what still comes in on a socket that it has let go of.
  const Recorded = class extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols);
      socket = this;
      Object.defineProperty(this, 'onmessage', { set: (take: Take | null) => hear.call(this, take) });
    }
  };
  const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage')!;
  function hear(this: WebSocket, take: Take | null) {
    const both: Take = (event) => {
      witness.take(JSON.parse(String(event.data)) as ServerFrame);
      take!(event);
    };
    set!.call(this, take && both);
  }
  const timing = { backoff: 100, longestBackoff: 1000 };
  const client = connect({ url, token, WebSocket: Recorded as unknown as SocketConstructor, timing });
  return { client, witness, stream: client.open({ kind: 'tenant' }), cut: () => socket?.terminate() };
}

async function entriesOf({ client }: World, shard: number): Promise<[string, Entry[]]> {
  const all = await client.xrange(shardKeys('leads', shard).insights, '-', '+');
  return [shardName(shard), all.map(([id, fields]) => entryOf(id, fields))];
}

function entryOf(id: string, fields: string[]): Entry {
  const { lead, seq } = JSON.parse(fields[fields.indexOf('insight') + 1]!) as Entry;
  return { id, lead, seq };
}

const caughtUp = (witness: Witness, entries: ReadonlyMap<string, Entry[]>) =>
  eventually('every client has heard the last of every shard', async () =>
    [...entries].every(([shard, ids]) => !ids.length || witness.known.get(shard) === ids.at(-1)!.id),
  );

async function compare({ client, config }: World, followers: Follower[], { departures }: Outcome) {
  const leads = [...new Set(departures.map(({ lead }) => lead))];
  const differ: string[] = [];
  let compared = 0;
  for (const lead of leads) {
    const key = leadKey(TENANT, lead);
    const state = await client.getBuffer(shardKeys('leads', shardOf(key, config.shards)).state + key);
    const stored = unmeasured(readInsight(state!)!);
    for (const [i, { stream }] of followers.entries()) {
      // A view that was not whole is fetched, at the client's own pace.
      const known = () => {
        const told = stream.get(lead);
        return told !== undefined && isDeepStrictEqual(unmeasured(told), stored);
      };
      await eventually('', async () => known(), SETTLE_MS).catch(() => differ.push(`client ${i}: ${lead}`));
      compared++;
    }
  }
  return { differ, compared };
}
const SETTLE_MS = 5000;

/** Measured times travel with the insight and are no part of the state; what changed last neither. */
const unmeasured = (insight: object): unknown =>
  JSON.parse(JSON.stringify({ ...insight, processingTimeMs: 0, stages: {}, insightDelta: {} }));
