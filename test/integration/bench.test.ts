/** The bench measures what it says: the shape of its document, and that its clocks and counts hold together. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { AlertsReport } from '../bench/alerts.ts';
import type { LatencyReport } from '../bench/latency.ts';
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
