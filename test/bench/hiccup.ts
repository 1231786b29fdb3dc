/**
 * The idle-hiccup line: how late a thread that only sleeps wakes up. What the machine itself adds to any latency
 * measured beside it. After Gil Tene's jHiccup.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { nowMicros } from './clock.ts';
import { createHdr, decodeHdr, encodeHdr, type Hdr, record } from './hdr.ts';

const SLEEP_MS = 1;

/** Starts to listen; call what is returned to stop and get the overruns in µs. */
export function startHiccup(): () => Promise<Hdr> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL(import.meta.url), { workerData: stop });
  const heard = new Promise<string>((resolve, reject) =>
    thread.once('message', resolve).once('error', reject),
  );
  return async () => {
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
    return decodeHdr(await heard);
  };
}

if (!isMainThread && workerData instanceof Int32Array) {
  const hdr = createHdr();
  for (;;) {
    const start = nowMicros();
    if (Atomics.wait(workerData, 0, 0, SLEEP_MS) !== 'timed-out') break;
    record(hdr, nowMicros() - start - SLEEP_MS * 1000);
  }
  parentPort!.postMessage(encodeHdr(hdr));
}
