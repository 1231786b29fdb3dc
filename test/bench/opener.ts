/**
 * Opens leads at a rate, a process of its own with sockets to share: each open is one subscription that ends with its
 * answer. Frames are searched, not parsed; of every hundredth answer it is read what is warm.
 */
import { once } from 'node:events';
import WebSocket from 'ws';
import type { ServerFrame } from '../../schemas/frames.ts';
import { answerParent, createCpuMeter } from './child.ts';
import { nowMicros } from './clock.ts';
import { createHdr, encodeHdr, type Hdr, record } from './hdr.ts';
import { pace } from './pace.ts';

export interface OpenerOptions {
  url: string;
  token: string;
  sockets: number;
}

export interface Openings {
  /** Names of leads to open, in turns. */
  leads: string[];
  /** Opens a second. */
  rate: number;
  seconds: number;
  /** How long answers may come after the last was asked for. */
  patienceMs: number;
}

export interface OpenedReport {
  sent: number;
  answered: number;
  /** Histogram of µs from the scheduled instant to the answer with its snapshot. */
  open: string;
  /** The same of pings, to their pongs. */
  floor: string;
  /** The same to the sending. */
  late: string;
  /** Answers that were read, those that named an owner, that said what is warm, and that found it in memory. */
  sampled: { read: number; owner: number; warm: number; held: number };
  cpuMs: number;
}

const SAMPLE = 100;
/** Pings a second, on a socket of their own. */
const PINGS = 20;
const ANSWER = Buffer.from('{"type":"subscribed","id":"');
const WITH_SNAPSHOT = Buffer.from('"snapshot":[{');

let sockets: WebSocket[] = [];
let pinger: WebSocket;
let heard: (socket: WebSocket, frame: Buffer) => void = () => {};
const cpuMs = createCpuMeter();

answerParent({
  async connect({ url, token, sockets: count }: OpenerOptions) {
    [pinger, ...sockets] = (await Promise.all(
      Array.from({ length: count + 1 }, async () => {
        const socket = new WebSocket(url, ['doorstep.v1', `bearer.${token}`], {
          perMessageDeflate: false,
          skipUTF8Validation: true,
        });
        await once(socket, 'open');
        socket.on('message', (frame: Buffer) => heard(socket, frame));
        return socket;
      }),
    )) as [WebSocket, ...WebSocket[]];
  },
  async open({ leads, rate, seconds, patienceMs }: Openings): Promise<OpenedReport> {
    cpuMs();
    const { due, take, result } = createTally();
    const floor = createHdr();
    const pings: number[] = [];
    heard = (socket, frame) => {
      if (socket === pinger) {
        const asked = pings.shift();
        if (asked !== undefined) record(floor, nowMicros() - asked);
        return;
      }
      const id = take(frame);
      if (id !== undefined) socket.send(JSON.stringify({ type: 'unsubscribe', id }));
    };
    const sent = Math.round(rate * seconds);
    const late = createHdr();
    const every = Math.max(1, Math.round(rate / PINGS));
    await pace(rate, sent, (n, at) => {
      const id = `o${n}`;
      due.set(id, at);
      const topic = { kind: 'lead', lead: leads[n % leads.length] };
      sockets[n % sockets.length]!.send(JSON.stringify({ type: 'subscribe', id, topic }));
      record(late, nowMicros() - at);
      if (n % every === 0) {
        pings.push(at);
        pinger.send('{"type":"ping"}');
      }
    });
    for (const end = performance.now() + patienceMs; due.size > 0 && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 5));
    heard = () => {};
    const { open, sampled } = result;
    return {
      ...{ sent, answered: sent - due.size, open: encodeHdr(open), late: encodeHdr(late) },
      floor: encodeHdr(floor),
      ...{ sampled, cpuMs: cpuMs() },
    };
  },
});

function createTally() {
  const due = new Map<string, number>();
  const result: { open: Hdr; sampled: OpenedReport['sampled'] } = {
    open: createHdr(),
    sampled: { read: 0, owner: 0, warm: 0, held: 0 },
  };
  let answers = 0;
  /** The subscription's id, where the frame is a whole answer. */
  function take(frame: Buffer): string | undefined {
    const at = nowMicros();
    if (!frame.subarray(0, ANSWER.length).equals(ANSWER)) return undefined;
    const id = frame.subarray(ANSWER.length, frame.indexOf('"', ANSWER.length)).toString();
    const asked = due.get(id);
    if (asked === undefined || frame.indexOf(WITH_SNAPSHOT) < 0) return id;
    due.delete(id);
    record(result.open, at - asked);
    if (answers++ % SAMPLE === 0) sample(result.sampled, frame);
    return id;
  }
  return { due, take, result };
}

function sample(sampled: OpenedReport['sampled'], frame: Buffer): void {
  const { owner, warm } = JSON.parse(frame.toString()) as Extract<ServerFrame, { type: 'subscribed' }>;
  sampled.read++;
  if (owner) sampled.owner++;
  if (warm?.state) sampled.warm++;
  if (warm?.state?.wasHeld) sampled.held++;
}
