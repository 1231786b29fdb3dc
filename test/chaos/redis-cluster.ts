/** Three Redis nodes on loopback that form a Cluster, without replicas. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { freePort } from '../../infra/free-port.ts';
import { connectRedis } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { pause } from '../../infra/run.ts';

const NODES = 3;
const SLOTS = 16_384;
/** The bus of a node listens this far above its port. */
const BUS_OFFSET = 10_000;
const JOIN_MS = 15_000;

/** What a world needs of its Redis, one server or several. */
export interface Store {
  /** Comma-separated for a Cluster. */
  url: string;
  kill(): Promise<void>;
}

/** Every node has a third of the slots. Throws when they do not find each other. */
export async function startRedisCluster(dir: string): Promise<Store> {
  const nodes = await Promise.all(
    Array.from({ length: NODES }, async (_, n) =>
      startRedisServer({ dir: join(dir, `node-${n}`), port: await portWithBus(), cluster: true }),
    ),
  );
  const connections = nodes.map(({ url }) => connectRedis(url));
  try {
    await introduce(
      connections.map(({ client }) => client as Redis),
      nodes.map(({ port }) => port),
    );
  } finally {
    for (const connection of connections) connection.close();
  }
  return {
    url: nodes.map(({ url }) => url).join(','),
    kill: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
    },
  };
}

async function introduce(clients: Redis[], ports: number[]): Promise<void> {
  for (const [n, client] of clients.entries()) {
    const from = Math.floor((n * SLOTS) / NODES);
    const to = Math.floor(((n + 1) * SLOTS) / NODES) - 1;
    await client.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(n + 1));
  }
  for (const port of ports.slice(1)) await clients[0]!.call('CLUSTER', 'MEET', '127.0.0.1', String(port));
  for (const start = performance.now(); !(await allAgree(clients)); await pause(50)) {
    if (performance.now() - start > JOIN_MS) throw new Error('the nodes do not form a Cluster');
  }
}

async function allAgree(clients: Redis[]): Promise<boolean> {
  const infos = await Promise.all(clients.map((client) => client.call('CLUSTER', 'INFO')));
  return infos.every(
    (info) => String(info).includes('cluster_state:ok') && String(info).includes(`cluster_size:${NODES}`),
  );
}

async function portWithBus(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port + BUS_OFFSET <= 65_535) return port;
  }
}
