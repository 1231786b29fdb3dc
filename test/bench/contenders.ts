/** Who fans out in `bench fanout`: each server a process of its own, with a Redis and open sockets of its own. */
import { freePort } from '../../infra/free-port.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { type Child, startChild } from './child.ts';
import type { Peer } from './fan-server.ts';
import type { ReaderGroup } from './readers.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import { benchConfig, clientOptions, gatewayReady } from './stack.ts';

export type FanServer = 'gateway' | Peer;

export interface Contender {
  name: FanServer;
  server: Child;
  redisUrl: string;
  shards: number;
  stop(): Promise<void>;
}

type Config = Awaited<ReturnType<typeof benchConfig>>;

/** Every socket is subscribed to one agent's insights when it resolves. @param topics the agent of each socket */
export async function startContender(name: FanServer, readers: Child, topics: string[]): Promise<Contender> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const config = await benchConfig(dir, redis.url);
  const server = startChild(name === 'gateway' ? './part' : './fan-server', import.meta.url);
  const group =
    name === 'gateway'
      ? await startGateway(server, config, topics)
      : await startPeer(name, server, config, topics);
  await readers.ask('connect', group);
  return {
    ...{ name, server, redisUrl: redis.url, shards: config.shards },
    async stop() {
      await server.stop();
      await redis.stop();
      dropScratch(dir);
    },
  };
}

const MARKER = '"event":"b';

async function startGateway(server: Child, config: Config, topics: string[]): Promise<ReaderGroup> {
  await server.ask('role', { role: 'gateway', config });
  const { url, token } = await clientOptions(config);
  await gatewayReady(config.port, token);
  const hello = topics.map((agent) =>
    JSON.stringify({ type: 'subscribe', id: 's', topic: { kind: 'agent', agent } }),
  );
  return {
    ...{ group: 'gateway', marker: MARKER, url, hello },
    protocols: ['doorstep.v1', `bearer.${token}`],
  };
}

async function startPeer(peer: Peer, server: Child, config: Config, topics: string[]): Promise<ReaderGroup> {
  const shards = { leads: config.shards, market: config.marketShards };
  await server.ask('serve', { peer, redisUrl: config.redisUrl, shards, port: config.port });
  const place = `ws://127.0.0.1:${config.port}`;
  if (peer !== 'socket.io') return { group: peer, url: `${place}/`, hello: topics, marker: MARKER };
  return {
    ...{ group: peer, engineIo: true, marker: MARKER.replaceAll('"', '\\"') },
    url: `${place}/socket.io/?EIO=4&transport=websocket`,
    hello: topics.map((agent) => `42${JSON.stringify(['join', agent])}`),
  };
}
