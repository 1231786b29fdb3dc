/** Every process pins its metrics to a board in Redis; the gateway serves them all, as one fleet. */
import { AggregatorRegistry, type Registry } from 'prom-client';
import { pause } from '../run.ts';
import type { RedisClient } from './connect.ts';

const KEY = 'ds:metrics';
const EVERY_MS = 2000;
const STALE_MS = 15_000;

/** Pins the metrics of this member until the signal aborts, then takes them off. */
export async function pinMetrics(
  client: RedisClient,
  member: string,
  registry: Registry,
  signal: AbortSignal,
) {
  while (!signal.aborted) {
    const metrics = await registry.getMetricsAsJSON();
    // Not on the board means a gap in a graph, nothing more.
    await client.hset(KEY, member, JSON.stringify({ at: Date.now(), metrics })).catch(() => {});
    await pause(EVERY_MS, signal);
  }
  await client.hdel(KEY, member).catch(() => {});
}

/** The metrics of all living members and of `own`, summed, in Prometheus' text format. */
export async function fleetMetrics(client: RedisClient, own: Registry): Promise<string> {
  const pinned = Object.entries(await client.hgetall(KEY)).map(([member, text]) => ({
    member,
    ...JSON.parse(text),
  }));
  const stale = pinned.filter(({ at }) => Date.now() - at > STALE_MS);
  if (stale.length) await client.hdel(KEY, ...stale.map(({ member }) => member));
  const living = pinned.filter((pin) => !stale.includes(pin)).map(({ metrics }) => metrics);
  return AggregatorRegistry.aggregate([...living, await own.getMetricsAsJSON()]).metrics();
}
