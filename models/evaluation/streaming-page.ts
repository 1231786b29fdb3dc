/** How streaming fares, as the benches measured it: figures in, one self-contained HTML page out. */
import { documentOf } from './page/build-page.ts';
import type { Role } from './page/chart.ts';
import { lineChart, type Series } from './page/line-chart.ts';
import { element, escapeText, section, table } from './page/markup.ts';

interface Quantiles {
  p50: number;
  p99: number;
}

interface Growth {
  from: number;
  to: number;
  fromMicros: number;
  toMicros: number;
  ratio: number;
}

/** At sockets on single leads, ms. */
interface Update {
  e2e: Quantiles;
  eventToSocket: Quantiles;
  delivered: number;
  expected: number;
  hiccup: { p99: number };
  saturated: boolean;
}

/** What the benches printed; a part that was not measured is left out. */
export interface StreamingFigures {
  throughput?: {
    knee: number;
    floorKnee: number;
    ratio: number;
    limitMs: number;
    steps: readonly { kind: 'full' | 'floor'; rate: number; p99: number; passed: boolean }[];
  };
  growth?: { conversation: Growth; leads: Growth };
  /** One a number of sockets. */
  fanout: readonly {
    sockets: number;
    perTopic: number;
    deliveriesPerSecond: number;
    servers: Readonly<Record<string, { cpuMicros: number; latency: Quantiles }>>;
    ratio: Readonly<Record<string, number>>;
    reader: { cpu: number; loopP99: number };
    saturated: boolean;
  }[];
  /** One a rate. */
  update: readonly { rate: number; sockets: number; socketsOnALead: number; full: Update; floor: Update }[];
}

const ROLES: Record<string, Role> = { gateway: 'ours', uws: 'oracle', ws: 'second', 'socket.io': 'third' };

/** @returns the same text for the same figures */
export function buildStreamingPage({ throughput, growth, fanout, update }: StreamingFigures): string {
  const title = 'Streaming as measured';
  const about =
    'Load generator, clients and everything measured ran on one machine. The floor writes the same bytes through the same runtime, Redis and gateway without a judgement. Times are from the instant an event was due, so that waiting counts.';
  return documentOf(title, [
    element('h1', {}, escapeText(title)),
    element('p', {}, escapeText(about)),
    throughput ? rateSection(throughput) : '',
    update.length > 0 ? updateSection(update) : '',
    growth ? growthSection(growth) : '',
    fanout.length > 0 ? socketsSection(fanout) : '',
  ]);
}

const whole = (value: number): string => String(Math.round(value));
const ms = (value: number): string => value.toFixed(1);
const most = (values: readonly number[]): number => Math.max(1, ...values);

function rateSection({
  steps,
  knee,
  floorKnee,
  ratio,
  limitMs,
}: NonNullable<StreamingFigures['throughput']>): string {
  const highest = 3 * limitMs;
  const series = (kind: 'full' | 'floor', name: string, role: Role): Series => ({
    ...{ name, role, marked: true },
    points: steps
      .filter((step) => step.kind === kind && step.p99 <= highest)
      .map(({ rate, p99 }) => ({ x: Math.log2(rate), y: p99, says: `${rate}/s, p99 ${p99} ms` }))
      .sort((a, b) => a.x - b.x),
  });
  const all = [series('full', 'Doorstep', 'ours'), series('floor', 'floor', 'baseline')];
  const doublings = [
    Math.log2(Math.max(1, floorKnee)),
    ...all.flatMap(({ points }) => points.map(({ x }) => x)),
  ];
  return section(
    'Latency against rate',
    `The knee, the highest rate with p99 within ${limitMs} ms to the socket, is at ${knee} events/s; the floor’s is at ${floorKnee}, so the ratio is ${ratio}. Rates beyond three times the limit are left out.`,
    lineChart({
      ...{ title: 'p99 to the socket', note: 'The line is the limit.', target: limitMs },
      x: {
        ...{ label: 'events/s, doubling', format: (x) => whole(2 ** x) },
        ...{ from: Math.floor(Math.min(...doublings)), to: Math.ceil(Math.max(...doublings)) },
      },
      y: { label: 'ms', from: 0, to: highest, format: whole },
      series: all,
    }),
  );
}

function updateSection(update: StreamingFigures['update']): string {
  const [{ sockets, socketsOnALead }] = update as [StreamingFigures['update'][number]];
  const row = (name: string, { e2e, eventToSocket, hiccup, delivered, expected, saturated }: Update) => [
    ...[name, ms(e2e.p50), ms(e2e.p99), ms(eventToSocket.p99), ms(hiccup.p99)],
    `${delivered} of ${expected}${saturated ? ', saturated' : ''}`,
  ];
  return [
    section(
      'An update at the sockets open on its lead',
      `${sockets} sockets open, ${socketsOnALead} on a lead that is watched, ms. From the commit is known to 1 ms, rounded to the gateway’s disadvantage. Idle: how late a process that only sleeps woke up meanwhile.`,
    ),
    table(
      ['', 'event p50', 'event p99', 'commit p99', 'idle p99', 'delivered'],
      update.flatMap(({ rate, full, floor }) => [row(`${rate}/s`, full), row(`${rate}/s, floor`, floor)]),
    ),
  ].join('');
}

function growthSection({ conversation, leads }: NonNullable<StreamingFigures['growth']>): string {
  const chart = (title: string, label: string, { from, to, fromMicros, toMicros, ratio }: Growth) =>
    lineChart({
      ...{ title, note: `${ratio} times as much.` },
      x: { label, from: -0.5, to: 1.5, format: whole, names: [from, to].map((n) => n.toLocaleString('en')) },
      y: { label: 'µs an event', from: 0, to: most([fromMicros, toMicros]) * 1.2, format: whole },
      series: [
        {
          ...{ name: 'Doorstep', role: 'ours', marked: true },
          points: [fromMicros, toMicros].map((y, x) => ({ x, y, says: `${whole(y)} µs` })),
        },
      ],
    });
  return section(
    'Cost against size',
    'CPU of one event in a short and in a long conversation, and among few and many leads; 1.1 times as much is the aim.',
    chart('Length of a conversation', 'messages before it', conversation),
    chart('Leads known', 'leads', leads),
  );
}

function socketsSection(fanout: StreamingFigures['fanout']): string {
  const ordered = [...fanout].sort((a, b) => a.sockets - b.sockets);
  const names = Object.keys(ordered[0]!.servers);
  const cost = (name: string) => ordered.map(({ servers }) => servers[name]!.cpuMicros);
  return [
    section(
      'Cost against sockets',
      'CPU of the server’s process a delivery, of the same insights to the same sockets; the gateway as it runs, the others do nothing but fan out. Clients read without parsing in a process of their own.',
      lineChart({
        ...{ title: 'A delivery', note: '' },
        x: {
          ...{ label: 'sockets, those on a topic', from: -0.5, to: ordered.length - 0.5, format: whole },
          names: ordered.map(({ sockets, perTopic }) => `${sockets}, ${perTopic}`),
        },
        y: { label: 'µs', from: 0, to: most(names.flatMap(cost)) * 1.1, format: whole },
        series: names.map((name) => ({
          ...{ name, role: ROLES[name] ?? 'wrong', marked: true },
          points: cost(name).map((y, x) => ({ x, y, says: `${ms(y)} µs` })),
        })),
      }),
    ),
    table(
      ['sockets', 'a topic', 'deliveries/s', ...names, 'against uws', 'busiest reader'],
      ordered.map(({ sockets, perTopic, deliveriesPerSecond, servers, ratio, reader, saturated }) => [
        ...[String(sockets), String(perTopic), String(deliveriesPerSecond)],
        ...names.map((name) => `${ms(servers[name]!.cpuMicros)} µs`),
        `${(ratio.uws ?? 0).toFixed(2)}${saturated ? ', saturated' : ''}`,
        `${whole(100 * reader.cpu)} % of a core`,
      ]),
    ),
  ].join('');
}
