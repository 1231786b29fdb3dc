/** The bench measures what it says: the shape of its document, and that its clocks and counts hold together. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { AlertsReport } from '../bench/alerts.ts';
import type { FanoutReport } from '../bench/fanout.ts';
import type { LatencyReport } from '../bench/latency.ts';
import { type SoakFigures, verdictOf } from '../bench/soak.ts';
import { createSearch } from '../bench/throughput.ts';

describe('bench latency', () => {
  it('prints one JSON document: end to end, stages, floor, hiccup', async () => {
    const args = ['--import', 'tsx', 'test/bench/main.ts', 'latency'];
    const load = ['--rate', '100', '--seconds', '2', '--json'];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args, ...load]);
    const report: LatencyReport = JSON.parse(stdout);
    const quantiles = { p50: expect.any(Number), p99: expect.any(Number) };
    expect(report).toMatchObject({
      ...{ rate: 100, sent: 200, saturated: expect.any(Boolean) },
      e2e: { ...quantiles, p999: expect.any(Number), max: expect.any(Number) },
      floor: { ...quantiles, p999: expect.any(Number), max: expect.any(Number) },
      hiccup: { p99: expect.any(Number), max: expect.any(Number) },
    });
    for (const stage of ['to commit', 'commit to socket', 'steps', 'step readMessage']) {
      expect(report.stages[stage]).toMatchObject(quantiles);
    }
    expect(report.e2e.p50).toBeGreaterThan(0);
    expect(report.e2e.max).toBeGreaterThanOrEqual(report.e2e.p99);
    expect(stderr).toContain('from the scheduled instant to the socket');
  }, 120_000);
});

describe('bench alerts', () => {
  it('prints one JSON document, of messages that each raised an alert', async () => {
    const args = ['--import', 'tsx', 'test/bench/main.ts', 'alerts'];
    const load = ['--rate', '10', '--seconds', '2', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [...args, ...load]);
    const report: AlertsReport = JSON.parse(stdout);
    expect(report).toMatchObject({ rate: 10, sent: 20, alerted: 20, saturated: expect.any(Boolean) });
    expect(report.e2e.p50).toBeGreaterThan(0);
    expect(report.e2e.max).toBeGreaterThanOrEqual(report.e2e.p99);
    for (const stage of ['to commit', 'commit to socket'])
      expect(report.stages[stage]).toMatchObject({ p50: expect.any(Number), p99: expect.any(Number) });
  }, 120_000);
});

describe('bench fanout', () => {
  it('delivers everything through each of the four, and says who read how busily', async () => {
    const args = ['--import', 'tsx', 'test/bench/main.ts', 'fanout', '--sockets', '20', '--per-topic', '5'];
    const load = ['--rate', '30', '--seconds', '1', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [...args, ...load]);
    const report: FanoutReport = JSON.parse(stdout);
    expect(Object.keys(report.servers)).toEqual(['gateway', 'uws', 'ws', 'socket.io']);
    for (const { received, expected, cpuMicros, latency } of Object.values(report.servers)) {
      expect([received, expected]).toEqual([150, 150]);
      expect(cpuMicros).toBeGreaterThan(0);
      expect(latency.p50).toBeGreaterThan(0);
    }
    expect(report.ratio).toEqual({
      ...{ uws: expect.any(Number), ws: expect.any(Number), 'socket.io': expect.any(Number) },
    });
    expect(report.reader.cpu).toBeGreaterThan(0);
  }, 180_000);
});

describe('the verdict of a soak', () => {
  const figures = (p99: number, lag: number, gateway: number): SoakFigures => ({
    ...{ p99, hiccupP99: 1, lag, memory: { gateway }, saturated: false },
  });
  const many = (of: (n: number) => SoakFigures) => Array.from({ length: 40 }, (_, n) => of(n));

  const verdict = (segments: SoakFigures[], last = 45) =>
    verdictOf(segments, { first: { gateway: 44 }, last: { gateway: last } }).flat;

  it('is flat where nothing grows, one bad segment or not', () => {
    const segments = many((n) => figures(n === 38 ? 200 : 10 + (n % 3), n % 50, 200 + (n % 7)));
    expect(verdict(segments)).toEqual({ memory: true, lag: true, p99: true });
  });

  it('names what grows', () => {
    expect(verdict(many((n) => figures(10, 5, 200 + 2 * n)))).toMatchObject({
      memory: false,
      p99: true,
    });
    expect(verdict(many((n) => figures(10 + n, 5, 200)))).toMatchObject({ memory: true, p99: false });
    expect(verdict(many((n) => figures(10, 20 * n, 200)))).toMatchObject({ lag: false, memory: true });
  });

  it('sees what a heap that breathes would hide', () => {
    expect(
      verdict(
        many(() => figures(10, 5, 200)),
        50,
      ),
    ).toMatchObject({ memory: false });
  });
});

describe('the search for the knee', () => {
  const find = (knee: number) => {
    const search = createSearch();
    let tries = 0;
    for (let rate = search.next(); rate !== null; rate = search.next()) {
      search.learn(rate <= knee);
      tries++;
    }
    return { best: search.best(), tries };
  };

  it('ends near the knee, wherever that is', () => {
    for (const knee of [120, 999, 1000, 3333, 17_000]) {
      const { best, tries } = find(knee);
      expect(best).toBeLessThanOrEqual(knee);
      expect(best).toBeGreaterThan(knee / 1.2 - 50);
      expect(tries).toBeLessThan(16);
    }
  });

  it('ends where nothing is fast enough, and where everything is', () => {
    expect(find(0).best).toBe(0);
    expect(find(Number.POSITIVE_INFINITY).best).toBe(64_000);
  });
});
