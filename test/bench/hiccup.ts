/**
 * The idle-hiccup line, a process of its own: how late a thread that only sleeps wakes up. What the machine itself
 * adds to any latency measured beside it. After Gil Tene's jHiccup.
 */
import { setImmediate as afterIo } from 'node:timers/promises';
import { answerParent } from './child.ts';
import { nowMicros } from './clock.ts';
import { createHdr, encodeHdr, record } from './hdr.ts';

const SLEEP_MS = 1;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

let stopped = Promise.resolve();
let listening = false;
let hdr = createHdr();

answerParent({
  begin() {
    hdr = createHdr();
    listening = true;
    stopped = listen();
  },
  /** The overruns so far, in µs. */
  async finish(): Promise<string> {
    listening = false;
    await stopped;
    return encodeHdr(hdr);
  },
});

async function listen(): Promise<void> {
  while (listening) {
    const start = nowMicros();
    Atomics.wait(sleeper, 0, 0, SLEEP_MS);
    record(hdr, nowMicros() - start - SLEEP_MS * 1000);
    await afterIo();
  }
}
