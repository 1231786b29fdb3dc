/**
 * Many sockets read by one process of its own, in groups that can be measured one at a time. It says how busy it was
 * and how late its event loop, so that a report can tell whether the reader was what was slow.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { answerParent, createCpuMeter } from './child.ts';
import { nowMicros, wallOffsetMicros } from './clock.ts';
import { createHdr, encodeHdr, type Hdr, record } from './hdr.ts';
import { openRawSocket, type RawSocket } from './raw-socket.ts';

export interface ReaderGroup {
  group: string;
  url: string;
  protocols?: string[];
  /** What each socket sends once it is open: its subscription. */
  hello: string[];
  /** Bytes right before a bench id's number of segment. */
  marker: string;
  /** Engine.IO 4 and Socket.IO 5 below the messages: the connection is confirmed, and pings are answered. */
  engineIo?: boolean;
}

export interface ReadReport {
  /** Frames with an id of the segment. */
  received: number;
  /** Histogram of µs from the scheduled instant to the frame, of every {@link SAMPLE}th. */
  e2e: string;
  /** The same from the entry's stream id, a time in whole ms, so up to 1 ms too long. */
  fromCommit: string;
  cpuMs: number;
  /** How late the event loop was, ms. */
  loopDelay: { p50: number; p99: number; max: number };
}

/** Frames of which one is read, so that reading costs next to nothing. */
const SAMPLE = 4;
const OPENING_AT_ONCE = 50;
/** Frames of the layers below messages are shorter. */
const SHORT = 300;
const OFFSET = Buffer.from('"offset":"');
const cpuMs = createCpuMeter();
const wallOffset = wallOffsetMicros();
const loop = monitorEventLoopDelay({ resolution: 2 });
const sockets = new Map<string, RawSocket[]>();

let now: { group: string; segment: string; received: number; e2e: Hdr; fromCommit: Hdr } | undefined;

answerParent({
  async connect({ hello, ...options }: ReaderGroup) {
    const open: RawSocket[] = [];
    for (let i = 0; i < hello.length; i += OPENING_AT_ONCE) {
      const some = hello.slice(i, i + OPENING_AT_ONCE);
      open.push(...(await Promise.all(some.map((text) => subscribed(options, text)))));
    }
    sockets.set(options.group, open);
  },
  begin({ group, segment }: { group: string; segment: number }) {
    now = { group, segment: segment.toString(36), received: 0, e2e: createHdr(), fromCommit: createHdr() };
    cpuMs();
    loop.reset();
    loop.enable();
  },
  /** Waits until `expected` frames have come, but not longer than `withinMs`. */
  async finish({ expected, withinMs }: { expected: number; withinMs: number }): Promise<ReadReport> {
    const { e2e, fromCommit } = now!;
    for (const end = performance.now() + withinMs; now!.received < expected && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 5));
    loop.disable();
    const ms = (percentile: number) => loop.percentile(percentile) / 1e6;
    return {
      ...{ received: now!.received, e2e: encodeHdr(e2e), fromCommit: encodeHdr(fromCommit) },
      ...{ cpuMs: cpuMs(), loopDelay: { p50: ms(50), p99: ms(99), max: loop.max / 1e6 } },
    };
  },
});

/** Opens a socket and resolves when its subscription is answered. */
async function subscribed(options: Omit<ReaderGroup, 'hello'>, hello: string): Promise<RawSocket> {
  const { group, url, protocols, engineIo } = options;
  const marker = Buffer.from(options.marker);
  let answered = () => {};
  const answer = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const socket: RawSocket = await openRawSocket({
    ...{ url, ...(protocols && { protocols }) },
    onText(bytes, start, end) {
      if (engineIo && end - start < SHORT) {
        const reply = engineAnswer(bytes.toString('latin1', start, end), hello);
        if (reply) setImmediate(() => socket.send(reply));
      }
      if (now?.group === group) read(bytes, start, end, marker);
      else if (bytes.indexOf('subscribed', start) < end) answered();
    },
    onClose: () => answered(),
  });
  if (!engineIo) socket.send(hello);
  await answer;
  return socket;
}

/** What the layers below a message want to hear: `0` open, `40` connected, `2` ping. */
function engineAnswer(text: string, hello: string): string | null {
  if (text.startsWith('0{')) return '40';
  if (text.startsWith('40')) return hello;
  return text === '2' ? '3' : null;
}

function read(bytes: Buffer, start: number, end: number, marker: Buffer): void {
  const at = bytes.indexOf(marker, start);
  if (at < 0 || at >= end) return;
  const { segment, e2e, fromCommit } = now!;
  const from = at + marker.length;
  if (bytes.toString('latin1', from, from + segment.length + 1) !== `${segment}.`) return;
  if (now!.received++ % SAMPLE !== 0) return;
  const heard = nowMicros();
  const [, , due = ''] = bytes
    .toString('latin1', from, from + 40)
    .split(/["\\]/)[0]!
    .split('.');
  record(e2e, heard - Number.parseInt(due, 36));
  const offset = bytes.indexOf(OFFSET, start);
  if (offset < 0 || offset >= end) return;
  const committed = Number.parseInt(bytes.toString('latin1', offset + OFFSET.length, offset + 40), 10);
  record(fromCommit, heard - (committed * 1000 - wallOffset));
}
