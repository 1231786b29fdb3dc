/** Figures of benches that never ran, for tests of the page. */
import type { StreamingFigures } from '../../../models/evaluation/streaming-page.ts';

const at = (p99: number) => ({ p50: p99 / 3, p99 });
const update = (p99: number) => ({
  ...{ e2e: at(p99), eventToSocket: at(p99 / 5), delivered: 10_000, expected: 10_000 },
  ...{ hiccup: { p99: 0.4 }, saturated: false },
});
const servers = (micros: number) => ({
  gateway: { cpuMicros: micros * 1.2, latency: at(4) },
  uws: { cpuMicros: micros, latency: at(3) },
  ws: { cpuMicros: micros * 1.5, latency: at(5) },
  'socket.io': { cpuMicros: micros * 2, latency: at(6) },
});

export const madeUpStreaming = (): StreamingFigures => ({
  throughput: {
    ...{ knee: 2650, floorKnee: 4300, ratio: 0.616, limitMs: 30 },
    steps: [
      { kind: 'full', rate: 1000, p99: 9.5, passed: true },
      { kind: 'floor', rate: 1000, p99: 5.1, passed: true },
      { kind: 'full', rate: 2000, p99: 18.2, passed: true },
      { kind: 'floor', rate: 4000, p99: 22.4, passed: true },
      { kind: 'full', rate: 4000, p99: 812, passed: false },
    ],
  },
  growth: {
    conversation: { from: 10, to: 5000, fromMicros: 341, toMicros: 352, ratio: 1.03 },
    leads: { from: 1000, to: 200_000, fromMicros: 402, toMicros: 418, ratio: 1.04 },
  },
  fanout: [1000, 100, 5000].map((sockets) => ({
    ...{ sockets, perTopic: 50, deliveriesPerSecond: 10_000, servers: servers(8 + sockets / 1000) },
    ...{
      ratio: { uws: 1.2, ws: 0.8, 'socket.io': 0.6 },
      reader: { cpu: 0.12, loopP99: 3 },
      saturated: false,
    },
  })),
  update: [500, 2000].map((rate) => ({
    ...{ rate, sockets: 1000, socketsOnALead: 5, full: update(rate / 80), floor: update(rate / 150) },
  })),
});
