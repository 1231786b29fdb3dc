/**
 * The socket client, a process of its own: one WebSocket on one topic. It only looks for the event id in
 * a frame; few frames are parsed, for their stages. Its CPU time is reported, so that it can be seen idle.
 */
import { once } from 'node:events';
import type { Topic } from '../../schemas/frames.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { answerParent, createCpuMeter } from './child.ts';
import { nowMicros, wallOffsetMicros } from './clock.ts';
import { type IdMember, readBenchId } from './event-id.ts';
import { createHdr, encodeHdr, type Hdr, record } from './hdr.ts';
import { openSocket } from './open-socket.ts';

export interface Reception {
  /** Histogram of µs from the scheduled instant to the frame. */
  e2e: string;
  /** The same by stage. */
  stages: Record<string, string>;
  received: number;
  cpuMs: number;
}

interface Listening {
  segment: number;
  /** Every so many frames one is parsed. */
  every: number;
  e2e: Hdr;
  stages: Map<string, Hdr>;
  received: number;
}

const cpuMs = createCpuMeter();
const wallOffset = wallOffsetMicros();
let member: IdMember = 'event';
let now: Listening | undefined;
let enough: { received: number; resolve: () => void } | undefined;

answerParent({
  async connect({ url, token, topic, idIn }: { url: string; token: string; topic: Topic; idIn: IdMember }) {
    const socket = await openSocket(url, token);
    member = idIn;
    socket.on('message', onFrame);
    socket.send(JSON.stringify({ type: 'subscribe', id: 'bench', topic }));
    await once(socket, 'message');
  },
  begin({ segment, every }: { segment: number; every: number }) {
    cpuMs();
    now = { segment, every, e2e: createHdr(), stages: new Map(), received: 0 };
  },
  /** Waits for `expected` frames, but not longer than `withinMs`. */
  async finish({ expected, withinMs }: { expected: number; withinMs: number }): Promise<Reception> {
    await received(expected, withinMs);
    const { e2e, stages, received: count } = now!;
    now = undefined;
    const encoded = [...stages].map(([name, hdr]) => [name, encodeHdr(hdr)]);
    return { e2e: encodeHdr(e2e), stages: Object.fromEntries(encoded), received: count, cpuMs: cpuMs() };
  },
});

function onFrame(frame: Buffer): void {
  const at = nowMicros();
  const id = readBenchId(frame, member);
  if (!now || id?.segment !== now.segment) return;
  record(now.e2e, at - id.due);
  if (now.received++ % now.every === 0) readStages(now.stages, frame, id.due, at);
  if (enough && now.received >= enough.received) enough.resolve();
}

/** The stream id tells when it was committed, to a millisecond; an insight also what its steps took. */
function readStages(stages: Map<string, Hdr>, frame: Buffer, due: number, at: number): void {
  const { offset, insight } = JSON.parse(frame.toString()) as { offset: string; insight?: WireInsight };
  const committed = Number.parseInt(offset, 10) * 1000 - wallOffset;
  const add = (name: string, micros: number) => {
    const hdr = stages.get(name) ?? createHdr();
    stages.set(name, hdr);
    record(hdr, micros);
  };
  add('to commit', committed - due);
  add('commit to socket', at - committed);
  if (!insight) return;
  add('steps', insight.processingTimeMs * 1000);
  for (const [name, ms] of Object.entries(insight.stages)) add(`step ${name}`, ms * 1000);
}

function received(count: number, withinMs: number): Promise<void> {
  if (now!.received >= count) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, withinMs);
    enough = {
      received: count,
      resolve() {
        clearTimeout(timer);
        enough = undefined;
        resolve();
      },
    };
  });
}
