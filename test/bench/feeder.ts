/** Puts made-up insights straight on the insight streams at a rate, in place of a processor; a process of its own. */
import { Redis } from 'ioredis';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { answerParent, createCpuMeter } from './child.ts';
import { nowMicros } from './clock.ts';
import { benchId } from './event-id.ts';
import { createHdr, encodeHdr, record } from './hdr.ts';
import { pace } from './pace.ts';
import { TENANT } from './traffic.ts';

export interface Feed {
  url: string;
  shards: number;
  segment: number;
  /** Insights a second. */
  rate: number;
  seconds: number;
  /** Taken in turns. */
  agents: string[];
  /** Of an insight, on average. */
  bytes: number;
}

export interface FeedReport {
  sent: number;
  /** Histogram of µs from the scheduled instant to the XADD. */
  late: string;
  cpuMs: number;
}

/** What an insight has besides its padding. */
const HEAD_BYTES = 280;
const KEEP = 500;
const cpuMs = createCpuMeter();
const clients = new Map<string, Redis>();

answerParent({
  async feed({ url, shards, segment, rate, seconds, agents, bytes }: Feed): Promise<FeedReport> {
    const client = clients.get(url) ?? new Redis(url, { enableAutoPipelining: true, protocol: 2 });
    clients.set(url, client);
    await client.ping();
    cpuMs();
    const late = createHdr();
    const pad = 'x'.repeat(Math.max(0, bytes - HEAD_BYTES));
    const added: Promise<unknown>[] = [];
    await pace(rate, Math.round(rate * seconds), (n, due) => {
      const agent = agents[n % agents.length]!;
      const lead = `lead of ${agent}`;
      const insight = insightJson(lead, benchId(segment, n, due), n + 1, pad);
      const { insights } = shardKeys('leads', shardOf(leadKey(TENANT, lead), shards));
      const fields = ['tenant', TENANT, 'lead', lead, 'agent', agent, 'insight', insight];
      added.push(client.xadd(insights, 'MAXLEN', '~', KEEP, '*', ...fields));
      record(late, nowMicros() - due);
    });
    await Promise.all(added);
    return { sent: added.length, late: encodeHdr(late), cpuMs: cpuMs() };
  },
});

function insightJson(lead: string, event: string, seq: number, pad: string): string {
  const at = new Date().toISOString();
  const told = { event, cause: { kind: 'message', id: event }, at, happening: { type: 'message' } };
  return JSON.stringify({ v: 1, tenant: TENANT, lead, seq, ...told, processingTimeMs: 0, stages: {}, pad });
}
