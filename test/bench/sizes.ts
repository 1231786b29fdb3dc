/** What the leads flow writes per event, measured in memory: the floor writes as much, and growth reports it. */
import { loadJudges } from '../../models/load-judges.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import type { LeadState } from '../../processors/lead-state.ts';
import type { Output } from '../../schemas/flow.ts';
import { createTraffic } from './traffic.ts';

export interface Sizes {
  /** A state of median size, base64. */
  state: string;
  stateBytes: Spread;
  insightBytes: Spread;
  talkBytes: Spread;
  /** Roster updates per event. */
  rosterRate: number;
}

export interface Spread {
  mean: number;
  p50: number;
  p90: number;
  p99: number;
}

const EVENTS = 2500;
const LEADS = 200;
const SHARDS = 16;

export async function measureSizes(): Promise<Sizes> {
  const flow = createLeadsFlow(await loadJudges(), { shards: SHARDS });
  const next = createTraffic({ leads: LEADS, shards: SHARDS, run: 'sizes' });
  const known = new Map<string, LeadState>();
  const states: Uint8Array[] = [];
  const outputs: Output[] = [];
  const receivedAt = Date.now();
  for (let n = 0; n < EVENTS; n++) {
    const { shard, event } = next();
    const decoded = flow.decode({
      shard,
      id: `${receivedAt}-${n}`,
      bytes: Buffer.from(JSON.stringify(event)),
    });
    if (decoded.kind !== 'pass') throw new Error(`the corpus is refused: ${decoded.reason}`);
    const { key, event: read } = decoded.value;
    const work = {
      shard,
      entryId: `${receivedAt}-${n}`,
      receivedAt,
      key,
      event: read,
      state: known.get(key),
    };
    const [outcome] = await flow.run([work]);
    if (outcome?.kind !== 'pass') continue;
    known.set(key, outcome.value.state);
    states.push(flow.pack(outcome.value.state));
    outputs.push(...outcome.value.outputs);
  }
  return sizesOf(states, outputs);
}

function sizesOf(states: Uint8Array[], outputs: Output[]): Sizes {
  const bySize = [...states].sort((a, b) => a.length - b.length);
  const bodies = (to: 'insights' | 'talk') =>
    outputs.flatMap((output) => (output.to === to ? [Buffer.byteLength(JSON.stringify(output.body))] : []));
  return {
    state: Buffer.from(bySize[bySize.length >> 1]!).toString('base64'),
    stateBytes: spread(states.map((bytes) => bytes.length)),
    insightBytes: spread(bodies('insights')),
    talkBytes: spread(bodies('talk')),
    rosterRate: outputs.filter(({ to }) => to === 'roster').length / states.length,
  };
}

export function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const mean = Math.round(values.reduce((a, b) => a + b, 0) / values.length);
  return { mean, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
