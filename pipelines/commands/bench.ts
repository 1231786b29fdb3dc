import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { withExample } from './output.ts';

interface Options {
  rate?: string;
  seconds?: string;
  nurture?: boolean;
  from?: string;
  out?: string;
  minutes?: string;
  sockets?: string;
  perTopic?: string;
  json?: boolean;
}

const SOCKETS = ['--sockets <n>', 'open sockets', '1000'] as const;

export function benchCommand(): Command {
  const bench = new Command('bench').description(
    'Measure this machine; figures on stderr, --json on stdout (checkout only)',
  );
  bench.addCommand(
    loaded(
      'latency',
      'From the scheduled instant to the socket, by stage, beside the floor of the same bytes',
      20,
    ).option('--nurture', 'events of now, and leads nurtured without asking anybody'),
  );
  bench.addCommand(
    loaded(
      'update',
      'From an event to the sockets open on its lead, 1,000 open, five on a lead',
      20,
      500,
    ).option(...SOCKETS),
  );
  bench.addCommand(
    loaded(
      'fanout',
      'From an insight to 1,000 sockets, beside bare uWebSockets.js, ws and socket.io; --rate is insights a second',
      12,
      200,
    )
      .option(...SOCKETS)
      .option('--per-topic <n>', 'sockets that hear each insight', '50'),
  );
  bench.addCommand(
    loaded('alerts', 'From a message by which a lead goes to another, to the alert at the socket', 20, 50),
  );
  bench.addCommand(
    loaded(
      'prebake',
      'From an event to its insight with a prepared action that fits, and what it costs',
      20,
      500,
    ),
  );
  bench.addCommand(
    loaded('open', 'From opening a lead, among 10,000, to its snapshot; --rate is opens a second', 20, 200),
  );
  bench.addCommand(measuring('throughput', 'Highest rate with p99 within 30 ms, and the floor’s'));
  bench.addCommand(
    measuring('growth', 'Cost of a message in long conversations and among many leads; bytes per lead'),
  );
  bench.addCommand(measuring('similar', 'Time and recall of the ten most similar of 100,000 leads'));
  bench.addCommand(measuring('checks', 'Competitive checks of 50,000 leads over a week in minutes'));
  bench.addCommand(measuring('timers', 'Lateness, cost and memory of timers, 100,000 of them waiting'));
  bench.addCommand(
    loaded('touch', 'From a price cut to the insight of each of 1,000 leads that it touches', 20, 0.5),
  );
  bench.addCommand(
    loaded('opt-outs', 'From an opt-out on the log to the last lead with the same number', 30, 200),
  );
  bench.addCommand(
    measuring('soak', 'At half the knee for minutes: whether memory, lag and p99 stay as they were')
      .option('--rate <n>', 'events a second (default: half the knee, which is looked for)')
      .option('--minutes <n>', 'measured time', '20'),
  );
  bench.addCommand(measuring('start', 'From process start to the first insight'));
  bench.addCommand(measuring('backends', 'Whether the best backend here judges as the plain one does'));
  bench.addCommand(measuring('judges', 'What a judgement costs: one lead, and batches of 64 and 256'));
  bench.addCommand(
    measuring('page', 'One page with plots of what throughput, update, growth and fanout printed with --json')
      .option(
        '--from <folder>',
        'where they are, as throughput.json, update-500.json, fanout-1000.json …',
        'figures',
      )
      .option('--out <file>', 'the page', 'models/evaluation/streaming.html'),
  );
  bench.addCommand(loaded('profile', 'Functions that take the most time in processor and gateway', 10));
  return withExample(bench, 'doorstep bench latency --rate 1000 --seconds 30 --json');
}

function measuring(name: string, description: string): Command {
  const command = new Command(name)
    .description(description)
    .option('--json', 'print one JSON document')
    .action((options: Options) => measure(name, options));
  return withExample(command, `doorstep bench ${name} --json`);
}

const loaded = (name: string, description: string, seconds: number, rate = 1000): Command =>
  measuring(name, description)
    .option('--rate <n>', name === 'open' ? 'opens a second' : 'events a second', String(rate))
    .option('--seconds <n>', 'measured time', String(seconds));

/** What is in test/bench runs as a process of its own: nothing in pipelines may import a test. */
async function measure(
  name: string,
  { rate, seconds, nurture, from, out, minutes, sockets, perTopic, json }: Options,
): Promise<void> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const module = fileURLToPath(new URL(`../../test/bench/main.${extension}`, import.meta.url));
  if (!existsSync(module))
    throw new CliError('There is no bench here', 'Run it in a checkout, after `make build`.');
  const args = [
    name,
    ...(rate === undefined ? [] : ['--rate', rate]),
    ...(seconds === undefined ? [] : ['--seconds', seconds]),
    ...(from === undefined ? [] : ['--from', from]),
    ...(out === undefined ? [] : ['--out', out]),
    ...(minutes === undefined ? [] : ['--minutes', minutes]),
    ...(sockets === undefined ? [] : ['--sockets', sockets]),
    ...(perTopic === undefined ? [] : ['--per-topic', perTopic]),
    ...(nurture ? ['--nurture'] : []),
    ...(json ? ['--json'] : []),
  ];
  const bench = spawn(process.execPath, [...process.execArgv, module, ...args], { stdio: 'inherit' });
  // Ctrl-C reaches the bench too, which ends what it started; this process only waits for it.
  const wait = () => {};
  process.on('SIGINT', wait);
  const [code] = (await once(bench, 'exit')) as [number | null];
  process.off('SIGINT', wait);
  if (code !== 0) process.exitCode = 1;
}
