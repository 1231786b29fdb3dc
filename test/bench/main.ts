/** Entry of `doorstep bench`: one measurement, a table for people on stderr, one JSON document on stdout. */
import { parseArgs } from 'node:util';
import { measureAlerts } from './alerts.ts';
import { measureBackends } from './backends.ts';
import { measureChecks } from './checks.ts';
import { measureGrowth } from './growth.ts';
import { measureJudges } from './judges.ts';
import { measureLatency } from './latency.ts';
import { measureOpen } from './open.ts';
import { measureOptOuts } from './opt-outs.ts';
import { measurePrebake } from './prebake.ts';
import { profileParts } from './profile.ts';
import {
  alertsTable,
  backendsTable,
  checksTable,
  growthTable,
  judgesTable,
  latencyTable,
  openTable,
  optOutsTable,
  prebakeTable,
  profileTable,
  similarTable,
  startTable,
  throughputTable,
  timersTable,
  touchTable,
} from './report.ts';
import { measureSimilar } from './similar.ts';
import { measureStart } from './start.ts';
import { measureThroughput } from './throughput.ts';
import { measureTimers } from './timers.ts';
import { measureTouch } from './touch.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rate: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    nurture: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

// Ends by exit, so that temp folders go; children end when they lose their parent.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const load = { rate: Number(values.rate ?? 1000), seconds: Number(values.seconds), say };

/** A measurement and its table. */
const MEASUREMENTS: Record<string, () => Promise<{ report: object; table: string[] }>> = {
  latency: async () => tabled(await measureLatency({ ...load, nurture: values.nurture }), latencyTable),
  alerts: async () => tabled(await measureAlerts(load), alertsTable),
  throughput: async () => tabled(await measureThroughput(say), throughputTable),
  open: async () => tabled(await measureOpen(load), openTable),
  growth: async () => tabled(await measureGrowth(say), growthTable),
  start: async () => tabled(await measureStart(), startTable),
  backends: async () => tabled(await measureBackends(), backendsTable),
  judges: async () => tabled(await measureJudges(), judgesTable),
  similar: async () => tabled(measureSimilar(), similarTable),
  timers: async () => tabled(await measureTimers(say), timersTable),
  touch: async () => tabled(await measureTouch({ ...load, rate: Number(values.rate ?? 0.5) }), touchTable),
  checks: async () => tabled(await measureChecks(say), checksTable),
  'opt-outs': async () => tabled(await measureOptOuts(load), optOutsTable),
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
