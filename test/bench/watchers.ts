/** Many sockets, a few on each lead that is watched: who is told of an update. */
import type { Config } from '../../infra/config.ts';
import type { Child } from './child.ts';
import { decodeHdr, type Hdr, mergeHdrs } from './hdr.ts';
import type { ReadReport } from './readers.ts';
import { clientOptions, gatewayReady } from './stack.ts';
import { poolLead } from './traffic.ts';

/** What sockets on single leads heard in one segment. */
export interface Watched {
  expected: number;
  received: number;
  e2e: Hdr;
  /** From the entry's stream id, whole ms, to the frame. */
  fromCommit: Hdr;
  cpuMs: number;
  /** How late the reader's event loop was, p99, ms. */
  loopP99: number;
}

/** Sockets on a lead that is watched. */
export const ON_A_LEAD = 5;
export const POOL = 1000;
export const WATCHERS = 'watchers';
const PATIENCE_MS = 1500;

/** Opens sockets on the first leads of the pool, each on one; every change is told them, however soon after the last. */
export async function watch(
  readers: Child,
  { config, sockets }: { config: Config; sockets: number },
): Promise<void> {
  const { url, token } = await clientOptions(config);
  const hello = Array.from({ length: sockets }, (_, i) => {
    const topic = { kind: 'lead', lead: poolLead(Math.floor(i / ON_A_LEAD)) };
    return JSON.stringify({ type: 'subscribe', id: 's', topic, options: { updateFrequencyMs: 0 } });
  });
  const protocols = ['doorstep.v1', `bearer.${token}`];
  await gatewayReady(config.port, token);
  await readers.ask('connect', { group: WATCHERS, url, protocols, hello, marker: '"event":"b' });
}

export async function finishWatched(reader: Child, events: number): Promise<Watched> {
  const expected = events * ON_A_LEAD;
  const got = await reader.ask<ReadReport>('finish', { expected, withinMs: PATIENCE_MS });
  const { received, cpuMs, loopDelay, e2e, fromCommit } = got;
  return {
    ...{ expected, received, cpuMs, loopP99: loopDelay.p99 },
    ...{ e2e: decodeHdr(e2e), fromCommit: decodeHdr(fromCommit) },
  };
}

export const mergeWatched = (all: Watched[]): Watched => ({
  ...sums(all, ['expected', 'received', 'cpuMs']),
  e2e: mergeHdrs(all.map(({ e2e }) => e2e)),
  fromCommit: mergeHdrs(all.map(({ fromCommit }) => fromCommit)),
  loopP99: Math.max(...all.map(({ loopP99 }) => loopP99)),
});

const sums = <K extends 'expected' | 'received' | 'cpuMs'>(all: Watched[], names: K[]): Record<K, number> =>
  Object.fromEntries(names.map((name) => [name, all.reduce((total, one) => total + one[name], 0)])) as Record<
    K,
    number
  >;
