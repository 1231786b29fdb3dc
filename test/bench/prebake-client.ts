/**
 * A second socket client for prepared actions, a process of its own: it parses every frame, to find the insights that
 * leave with an action that fits, and those by which what an earlier event asked for is there.
 */
import { once } from 'node:events';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { answerParent, createCpuMeter } from './child.ts';
import { nowMicros } from './clock.ts';
import { readBenchId } from './event-id.ts';
import { createHdr, encodeHdr, type Hdr, record } from './hdr.ts';
import { openSocket } from './open-socket.ts';

export interface PrebakeReception {
  /** Histogram of µs from the scheduled instant of an event to its insight, where that has an action that fits. */
  fitting: string;
  /** From the event that asked to the insight by which the actions are there: two turns of the lead. */
  made: string;
  cpuMs: number;
}

interface Listening {
  segment: number;
  fitting: Hdr;
  made: Hdr;
  /** Lead and number of an insight → when its event was due. */
  due: Map<string, number>;
}

const cpuMs = createCpuMeter();
let now: Listening | undefined;

answerParent({
  async connect({ url, token }: { url: string; token: string }) {
    const socket = await openSocket(url, token);
    socket.on('message', onFrame);
    socket.send(JSON.stringify({ type: 'subscribe', id: 'bench', topic: { kind: 'tenant' } }));
    await once(socket, 'message');
  },
  begin({ segment }: { segment: number }) {
    cpuMs();
    now = { segment, fitting: createHdr(), made: createHdr(), due: new Map() };
  },
  finish(): PrebakeReception {
    const { fitting, made } = now!;
    now = undefined;
    return { fitting: encodeHdr(fitting), made: encodeHdr(made), cpuMs: cpuMs() };
  },
});

function onFrame(frame: Buffer): void {
  const at = nowMicros();
  if (!now) return;
  const { insight } = JSON.parse(frame.toString()) as { insight?: WireInsight };
  if (!insight) return;
  const { lead, seq, event, insightDelta } = insight;
  const actions = insightDelta.prebakedActions as { fits?: true }[] | undefined;
  const id = readBenchId(frame, 'event');
  if (id?.segment === now.segment) {
    now.due.set(`${lead}/${seq}`, id.due);
    if (actions?.[0]?.fits) record(now.fitting, at - id.due);
  } else if (insight.cause.kind === 'prebake' && actions && actions.length > 0) {
    // It is named after the insight whose event asked.
    const due = now.due.get(`${lead}/${event.split(':')[1]}`);
    if (due !== undefined) record(now.made, at - due);
  }
}
