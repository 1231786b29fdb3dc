/** Entry of `doorstep bench`: one measurement, a table for people on stderr, one JSON document on stdout. */
import { parseArgs } from 'node:util';
import { measureAlerts } from './alerts.ts';
import { measureBackends } from './backends.ts';
import { measureChecks } from './checks.ts';
import { measureFanout } from './fanout.ts';
import { measureGrowth } from './growth.ts';
import { measureJudges } from './judges.ts';
import { measureLatency } from './latency.ts';
import { measureOpen } from './open.ts';
import { measureOptOuts } from './opt-outs.ts';
import { writeStreamingPage } from './page.ts';
import { measurePrebake } from './prebake.ts';
import { profileParts } from './profile.ts';
import {
  alertsTable,
  backendsTable,
  checksTable,
  fanoutTable,
  growthTable,
  judgesTable,
  latencyTable,
  openTable,
  optOutsTable,
  prebakeTable,
  profileTable,
  similarTable,
  soakTable,
  startTable,
  throughputTable,
  timersTable,
  touchTable,
  updateTable,
} from './report.ts';
import { measureSimilar } from './similar.ts';
import { measureSoak } from './soak.ts';
import { measureStart } from './start.ts';
import { measureThroughput } from './throughput.ts';
import { measureTimers } from './timers.ts';
import { measureTouch } from './touch.ts';
import { measureUpdate } from './update.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rate: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    nurture: { type: 'boolean', default: false },
    sockets: { type: 'string', default: '1000' },
    'per-topic': { type: 'string', default: '50' },
    from: { type: 'string', default: 'figures' },
    out: { type: 'string', default: 'models/evaluation/streaming.html' },
    minutes: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});

// Ends by exit, so that temp folders go; children end when they lose their parent.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const whole = (name: 'sockets' | 'per-topic'): number => Number(values[name]);
const load = { rate: Number(values.rate ?? 1000), seconds: Number(values.seconds), say };

/** A measurement and its table. */
const MEASUREMENTS: Record<string, () => Promise<{ report: object; table: string[] }>> = {
  latency: async () => tabled(await measureLatency({ ...load, nurture: values.nurture }), latencyTable),
  update: async () => tabled(await measureUpdate({ ...load, sockets: whole('sockets') }), updateTable),
  alerts: async () => tabled(await measureAlerts(load), alertsTable),
  throughput: async () => tabled(await measureThroughput(say), throughputTable),
  open: async () => tabled(await measureOpen(load), openTable),
  fanout: async () =>
    tabled(
      await measureFanout({
        ...load,
        rate: Number(values.rate ?? 200),
        sockets: whole('sockets'),
        perTopic: whole('per-topic'),
      }),
      fanoutTable,
    ),
  growth: async () => tabled(await measureGrowth(say), growthTable),
  start: async () => tabled(await measureStart(), startTable),
  backends: async () => tabled(await measureBackends(), backendsTable),
  judges: async () => tabled(await measureJudges(), judgesTable),
  similar: async () => tabled(measureSimilar(), similarTable),
  timers: async () => tabled(await measureTimers(say), timersTable),
  touch: async () => tabled(await measureTouch({ ...load, rate: Number(values.rate ?? 0.5) }), touchTable),
  checks: async () => tabled(await measureChecks(say), checksTable),
  soak: async () => {
    const report = await measureSoak({
      ...{ minutes: Number(values.minutes), say },
      ...(values.rate !== undefined && { rate: Number(values.rate) }),
    });
    if (!Object.values(report.flat).every(Boolean)) process.exitCode = 1;
    return tabled(report, soakTable);
  },
  'opt-outs': async () => tabled(await measureOptOuts(load), optOutsTable),
  page: async () =>
    tabled(writeStreamingPage(values.from, values.out), ({ page, from }) => [
      `Wrote ${page} from ${from.join(', ')}`,
    ]),
  prebake: async () =>
    tabled(await measurePrebake({ ...load, rate: Number(values.rate ?? 500) }), prebakeTable),
  profile: async () => tabled(await profileParts(load), profileTable),
};

const tabled = <T extends object>(report: T, table: (report: T) => string[]) => ({
  report,
  table: table(report),
});

const measure = MEASUREMENTS[positionals[0] ?? ''];
if (!measure) throw new Error(`bench what? One of ${Object.keys(MEASUREMENTS).join(', ')}`);
const { report, table } = await measure();
for (const line of table) say(line);
if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
