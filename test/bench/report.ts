/** Tables of the bench for people. */
import type { AlertsReport } from './alerts.ts';
import type { BackendsReport } from './backends.ts';
import type { ChecksReport } from './checks.ts';
import type { FanoutReport } from './fanout.ts';
import type { GrowthReport } from './growth.ts';
import type { Quantiles } from './hdr.ts';
import type { JudgesReport } from './judges.ts';
import type { LatencyReport } from './latency.ts';
import type { OpenReport } from './open.ts';
import type { OptOutsReport } from './opt-outs.ts';
import type { PrebakeBenchReport } from './prebake.ts';
import type { ProfileReport } from './profile.ts';
import type { SimilarReport } from './similar.ts';
import type { SoakFigures, SoakReport } from './soak.ts';
import type { StartReport } from './start.ts';
import type { ThroughputReport } from './throughput.ts';
import type { TimersReport } from './timers.ts';
import type { TouchFigures, TouchReport } from './touch.ts';
import type { UpdateFigures, UpdateReport } from './update.ts';

const ms = (value: number): string => value.toFixed(2).padStart(9);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);
const quantileRow = (name: string, { p50, p99, p999, max }: Quantiles): string =>
  `${name.padEnd(24)}${[p50, p99, p999, max].map(ms).join('')}`;
const cpuRow = (name: string, cpu: Record<string, number>): string =>
  `${name.padEnd(24)}${Object.entries(cpu)
    .map(([part, share]) => `${part} ${percent(share).trim()}`)
    .join(', ')}`;

export function latencyTable({
  rate,
  e2e,
  floor,
  stages,
  hiccup,
  saturated,
  cpu,
  sent,
}: LatencyReport): string[] {
  return [
    '',
    `${sent} events at ${rate}/s, from the scheduled instant to the socket, ms${saturated ? ' — SATURATED' : ''}`,
    `${''.padEnd(24)}${['p50', 'p99', 'p99.9', 'max'].map((head) => head.padStart(9)).join('')}`,
    quantileRow('full', e2e),
    quantileRow('floor', floor),
    `${'idle hiccup'.padEnd(24)}${' '.repeat(9)}${ms(hiccup.p99)}${' '.repeat(9)}${ms(hiccup.max)}`,
    ...Object.entries(stages).map(([name, { p50, p99 }]) => `  ${name.padEnd(22)}${ms(p50)}${ms(p99)}`),
    cpuRow('CPU, full', cpu.full),
    cpuRow('CPU, floor', cpu.floor),
  ];
}

export function alertsTable({ rate, sent, alerted, e2e, stages, hiccup, saturated }: AlertsReport): string[] {
  return [
    '',
    `${sent} messages at ${rate}/s that each raise an alert (${alerted} did), from the scheduled instant to the socket, ms${saturated ? ' — SATURATED' : ''}`,
    `${''.padEnd(24)}${['p50', 'p99', 'p99.9', 'max'].map((head) => head.padStart(9)).join('')}`,
    quantileRow('event to alert frame', e2e),
    `${'idle hiccup'.padEnd(24)}${' '.repeat(9)}${ms(hiccup.p99)}${' '.repeat(9)}${ms(hiccup.max)}`,
    ...Object.entries(stages).map(([name, { p50, p99 }]) => `  ${name.padEnd(22)}${ms(p50)}${ms(p99)}`),
  ];
}

export function prebakeTable({
  rate,
  sent,
  fitting,
  made,
  e2e,
  hiccup,
  saturated,
  step,
}: PrebakeBenchReport): string[] {
  return [
    '',
    `${sent} events at ${rate}/s, from the scheduled instant to the socket, ms${saturated ? ' — SATURATED' : ''}`,
    `${''.padEnd(24)}${['p50', 'p99', 'p99.9', 'max'].map((head) => head.padStart(9)).join('')}`,
    quantileRow('every insight', e2e.all),
    `${quantileRow('with what fits', e2e.fitting)}  of ${fitting}`,
    `${quantileRow('until it is prepared', e2e.made)}  of ${made}`,
    `${'idle hiccup'.padEnd(24)}${' '.repeat(9)}${ms(hiccup.p99)}${' '.repeat(9)}${ms(hiccup.max)}`,
    `An event's way: ${step.withMicros} µs with, ${step.withoutMicros} µs without (${step.addedMicros} µs more, ratio ${step.ratio}, ${step.interval.join(' to ')})`,
    `The steps it touches, by their timers: ${step.steps.with} µs with, ${step.steps.without} µs without (${step.steps.addedMicros} µs more, ${step.steps.shareOfEvent} of an event)`,
    `Preparing: ${step.preparing} events for each`,
  ];
}

export function openTable({
  leads,
  rate,
  sent,
  answered,
  open,
  late,
  floor,
  hiccup,
  told,
  saturated,
  cpu,
}: OpenReport): string[] {
  return [
    '',
    `${answered} of ${sent} opens at ${rate}/s among ${leads} leads, from the scheduled instant to the snapshot, ms${saturated ? ' — SATURATED' : ''}`,
    `${''.padEnd(24)}${['p50', 'p99', 'p99.9', 'max'].map((head) => head.padStart(9)).join('')}`,
    quantileRow('open', open),
    quantileRow('ping to pong beside it', floor),
    quantileRow('generator late', late),
    `${'idle hiccup'.padEnd(24)}${' '.repeat(9)}${ms(hiccup.p99)}${' '.repeat(9)}${ms(hiccup.max)}`,
    `answers that named the owner ${percent(told.owner).trim()}, said what is warm ${percent(told.warm).trim()}, found it in memory ${percent(told.held).trim()}`,
    cpuRow('CPU', cpu),
  ];
}

export const throughputTable = ({ knee, floorKnee, ratio, limitMs }: ThroughputReport): string[] => [
  '',
  `Highest rate with p99 ≤ ${limitMs} ms, events/s`,
  `full   ${knee}`,
  `floor  ${floorKnee}`,
  `ratio  ${ratio}`,
];

export function growthTable(report: GrowthReport): string[] {
  const { conversation, leads, workedPerEvent, bytesPerLead, bytes } = report;
  return [
    '',
    `Cost of message ${conversation.to} against message ${conversation.from}: ${conversation.ratio} (${conversation.fromMicros} → ${conversation.toMicros} µs)`,
    `Cost of an event with ${leads.to} against ${leads.from} leads known: ${leads.ratio} (${leads.fromMicros} → ${leads.toMicros} µs)`,
    `  of one event came, with what the processor asks for itself: ${workedPerEvent.few} among few, ${workedPerEvent.many} among many`,
    `Redis memory of a lead: ${bytesPerLead} bytes`,
    `State at message ${conversation.from} and ${conversation.to}: ${bytes.stateFrom} and ${bytes.stateTo} bytes`,
    `Insight on the stream: p50 ${bytes.insight.p50}, p90 ${bytes.insight.p90}, p99 ${bytes.insight.p99} bytes`,
  ];
}

export const startTable = ({ medianMs, firstInsightMs }: StartReport): string[] => [
  '',
  `From the start of the process to the first insight: ${medianMs} ms (${firstInsightMs.join(', ')})`,
];

export const profileTable = ({ rate, cpu, processor, gateway }: ProfileReport): string[] => [
  '',
  `At ${rate} events/s`,
  cpuRow('CPU', cpu),
  ...['processor', ...processor.map(({ name, self }) => `${percent(self)}  ${name}`)],
  ...['gateway', ...gateway.map(({ name, self }) => `${percent(self)}  ${name}`)],
];

export function judgesTable({ backend, intents, optOut, batches, historyRatio }: JudgesReport): string[] {
  const row = (name: string, { p50, p99 }: { p50: number; p99: number }) =>
    `${name.padEnd(24)}${ms(p50)}${ms(p99)}`;
  return [
    '',
    `ms on ${backend}               p50      p99`,
    row('intents, one message', intents),
    row('opt-out, one message', optOut),
    ...batches.flatMap(({ batch, forecast, segments }) => [
      row(`forecast, batch of ${batch}`, forecast),
      row(`segments, batch of ${batch}`, segments),
    ]),
    `A forecast after a conversation 100 times as long costs ${historyRatio.toFixed(2)} times as much`,
  ];
}

export function similarTable(report: SimilarReport): string[] {
  const { leads, probes, recall, recallOfRounding, query, queryUndisturbed, move, bytesPerLead } = report;
  const row = (name: string, { p50, p99, max }: SimilarReport['query']) =>
    `${name.padEnd(24)}${[p50, p99, max].map(ms).join('')}`;
  return [
    '',
    `The ten nearest of ${leads} leads, ms (${probes} cells looked into, ${bytesPerLead} bytes a lead)`,
    `${''.padEnd(24)}${['p50', 'p99', 'max'].map((head) => head.padStart(9)).join('')}`,
    row('query', query),
    row('query, best of three', queryUndisturbed),
    row('a lead moves', move),
    `recall@10 ${percent(recall).trim()}, of which rounding alone leaves ${percent(recallOfRounding).trim()}`,
  ];
}

export const backendsTable = ({ backend, difference, batchMs }: BackendsReport): string[] => [
  '',
  `${backend} differs from cpu by ${difference.toExponential(1)} at most; 256 leads take ${batchMs.toFixed(1)} ms`,
];

export function checksTable(report: ChecksReport): string[] {
  const { leads, faster, fired, again, twice, lost, late, stretches, bytesPerLead } = report;
  const { p50, p99, p999, max } = late;
  return [
    '',
    `${leads} leads with a check each (${bytesPerLead} bytes of Redis a lead), a week ${faster.toFixed(0)} times as fast: ${fired} fired, ${twice} worked twice (${again} told again and dropped), ${lost} lost`,
    `${'ms late'.padEnd(24)}${[p50, p99, p999, max].map(ms).join('')}  p50, p99, p99.9, max`,
    ...stretches.map(
      (day, i) =>
        `day ${i + 1}: ${day.fired} fired, p99 ${day.late.p99.toFixed(0)} ms late, ${day.processorCpuPerThousand.toFixed(0)} ms of the processor a thousand, Redis ${(day.redisBytes / 2 ** 20).toFixed(0)} MiB`,
    ),
    `a thousand cost ${report.redisCpuPerThousand.toFixed(0)} ms of Redis`,
  ];
}

export function timersTable(report: TimersReport): string[] {
  const { waiting, due, fired, late, writeMsPerThousand, bytesPerTimer, totalBytes } = report;
  const { p50, p99, p999, max } = late;
  return [
    '',
    `${waiting} timers wait (${(totalBytes / 2 ** 20).toFixed(1)} MiB of Redis, ${bytesPerTimer} bytes each), ${due} come due`,
    `${'ms late'.padEnd(24)}${[p50, p99, p999, max].map(ms).join('')}  p50, p99, p99.9, max of ${fired}`,
    `a thousand cost ${writeMsPerThousand.toFixed(0)} ms to write; when they fire ${report.processorCpuPerThousand.toFixed(0)} ms of the processor and ${report.redisCpuPerThousand.toFixed(0)} ms of Redis`,
  ];
}

export function touchTable({ leads, events, rate, budget, viewed }: TouchReport): string[] {
  const rows = (name: string, { touched, insight, first, last, retold, cpu, hiccup }: TouchFigures) => [
    `${name}: ${touched} insights of ${events * leads}, and ${retold} forecasts an event behind them`,
    quantileRow('every insight', insight),
    quantileRow('the first of an event', first),
    quantileRow('the last of an event', last),
    `${'idle hiccup'.padEnd(24)}${' '.repeat(9)}${ms(hiccup.p99)}${' '.repeat(9)}${ms(hiccup.max)}`,
    `CPU an event, ms: ${Object.entries(cpu)
      .map(([part, spent]) => `${part} ${spent}`)
      .join(', ')}`,
  ];
  return [
    '',
    `${events} prices move at ${rate}/s, each touching ${leads} leads; to the insight, ms`,
    `${''.padEnd(24)}${['p50', 'p99', 'p99.9', 'max'].map((head) => head.padStart(9)).join('')}`,
    ...rows('into the budget', budget),
    ...rows('of a home looked at', viewed),
  ];
}

export function optOutsTable(report: OptOutsReport): string[] {
  const { rate, optOutRate, optOuts, others, heard, spread, missing } = report;
  const row = (name: string, { p50, p99, p999, max }: OptOutsReport['heard']) =>
    `${name.padEnd(34)}${[p50, p99, p999, max].map(ms).join('')}`;
  return [
    '',
    `${optOuts} opt-outs, ${optOutRate} a second among ${rate} nurtured messages a second; ms to the commit`,
    `${''.padEnd(34)}${['p50', 'p99', 'p99.9', 'max'].map((head) => head.padStart(9)).join('')}`,
    row('heard, and its own queue cancelled', heard),
    row(`known to ${others} others of the number`, spread),
    `${missing} of ${optOuts * (others + 1)} missing`,
  ];
}

export function fanoutTable(report: FanoutReport): string[] {
  const { sockets, perTopic, deliveriesPerSecond, bytes, servers, ratio, reader, hiccup, saturated } = report;
  return [
    '',
    `${sockets} sockets, ${perTopic} a topic, ${deliveriesPerSecond} deliveries/s of ${bytes} bytes${saturated ? ' — SATURATED' : ''}`,
    `${''.padEnd(12)}µs CPU a delivery   idle CPU   ms p50      p99    p99.9      max   delivered`,
    ...Object.entries(servers).map(
      ([name, { cpuMicros, idle, latency, received, expected }]) =>
        `${name.padEnd(12)}${ms(cpuMicros).padStart(17)}${percent(idle).padStart(11)}${[latency.p50, latency.p99, latency.p999, latency.max].map(ms).join('')}   ${received} of ${expected}`,
    ),
    `gateway against ${Object.entries(ratio)
      .map(([name, value]) => `${name} ${value.toFixed(2)}`)
      .join(', ')}`,
    `the reader used ${percent(reader.cpu).trim()} of a core at most, its event loop was ${reader.loopP99.toFixed(1)} ms late (p99)${reader.bottleneck ? ': THE BOTTLENECK' : ''}; idle hiccup p99 ${hiccup.p99} ms`,
  ];
}

export function updateTable(report: UpdateReport): string[] {
  const { rate, leads, sockets, socketsOnALead, full, floor, stages, sent } = report;
  const rows = (name: string, of: UpdateFigures) => [
    `${name}: ${of.delivered} of ${of.expected} frames delivered${of.saturated ? ' — SATURATED' : ''}`,
    quantileRow('  event to socket', of.e2e),
    quantileRow('  commit to socket', of.eventToSocket),
    `  ${'idle hiccup'.padEnd(22)}${' '.repeat(9)}${ms(of.hiccup.p99)}${' '.repeat(9)}${ms(of.hiccup.max)}`,
    cpuRow('  CPU', of.cpu),
  ];
  return [
    '',
    `${sent} events at ${rate}/s on ${leads} leads, ${sockets} sockets, ${socketsOnALead} on a lead, ms`,
    `${''.padEnd(24)}${['p50', 'p99', 'p99.9', 'max'].map((head) => head.padStart(9)).join('')}`,
    ...rows('full', full),
    ...rows('floor', floor),
    ...Object.entries(stages).map(([name, { p50, p99 }]) => `  ${name.padEnd(22)}${ms(p50)}${ms(p99)}`),
  ];
}

export function soakTable(report: SoakReport): string[] {
  const { rate, minutes, sent, first, last, alive, flat, redisBytesPerEvent } = report;
  const parts = (memory: SoakFigures['memory']) =>
    Object.entries(memory)
      .map(([part, mib]) => `${part} ${mib} MiB`)
      .join(', ');
  const row = (name: string, { p99, hiccupP99, lag, memory }: SoakFigures) =>
    `${name.padEnd(14)}p99 ${ms(p99)} ms (idle hiccup ${ms(hiccupP99).trim()})  lag ${lag}  ${parts(memory)}`;
  const isFlat = (name: keyof SoakReport['flat']) => `${name} ${flat[name] ? 'flat' : 'NOT FLAT'}`;
  return [
    '',
    `${sent} events at ${rate}/s in ${minutes} minutes`,
    ...[row('first quarter', first), row('last quarter', last)],
    `alive when it began: ${parts(alive.first)}; at the end: ${parts(alive.last)}`,
    `${isFlat('memory')}, ${isFlat('lag')}, ${isFlat('p99')}; Redis keeps ${redisBytesPerEvent} bytes an event`,
  ];
}
