import { Command, InvalidArgumentError } from 'commander';
import type { Kind } from '../intake.ts';
import { CliError } from './cli-error.ts';
import { findDoorstep, findGateway, issueToken } from './connect.ts';
import { untilInterrupted } from './interrupt.ts';
import { print, printJson, say, withExample } from './output.ts';

interface Options {
  speed?: number;
  market?: boolean;
  redis?: boolean;
  url?: string;
  token?: string;
  tenant: string;
  json?: boolean;
}

export function ingestCommand(): Command {
  const command = new Command('ingest')
    .description(
      'Send a file of events, one JSON object a line; run it again after an interruption, nothing counts twice',
    )
    .argument('<file>', 'LeadEvents, or MarketEvents with --market')
    .option(
      '--speed <x>',
      'keep the spacing of the events, divided by x; without it as fast as they are taken',
      positive,
    )
    .option('--market', 'the file holds MarketEvents')
    .option('--redis', 'put them straight onto the streams instead of posting them to the gateway')
    .option('--url <url>', 'the gateway; default: the one running on this machine')
    .option('--token <jwt>', 'access token; default: one made with this machine’s key')
    .option('--tenant <slug>', 'tenant of the token that is made', 'main')
    .option('--json', 'print one JSON document')
    .action(sendFile);
  return withExample(
    command,
    'doorstep convert models/corpus/train-1.jsonl --ends-now --out events.jsonl',
    'doorstep ingest events.jsonl',
  );
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('must be a number above 0');
  return value;
}

async function sendFile(file: string, options: Options): Promise<void> {
  const { LEAD_EVENTS, MARKET_EVENTS, IntakeRefusedError } = await import('../intake.ts');
  const { ingest } = await import('../ingest.ts');
  const { fileSize } = await import('../read-lines.ts');
  const { createProgress } = await import('./progress.ts');
  const kind = options.market ? MARKET_EVENTS : LEAD_EVENTS;
  const [intake, size] = [await createIntake(kind, options), await fileSize(file)];
  const progress = createProgress(`${file} (bytes)`);
  const onBad = (line: number, { field, message, fix }: { field: string; message: string; fix: string }) =>
    say(`${file}:${line}: ${field} ${message}. ${fix}`);
  try {
    await untilInterrupted(async (signal) => {
      const onProgress = (_: number, offset: number) => progress(offset, size);
      const count = await ingest({ file, kind, intake, speed: options.speed, onBad, onProgress }, signal);
      progress.end();
      if (options.json) printJson({ file, ...count, complete: !signal.aborted });
      else
        print(
          `${count.sent} events sent, ${count.bad} lines left out${signal.aborted ? '; interrupted' : ''}`,
        );
      if (count.bad || signal.aborted) process.exitCode = 1;
    });
  } catch (error) {
    if (error instanceof IntakeRefusedError)
      throw new CliError(error.message, 'Mend that, then run the same again.');
    throw error;
  } finally {
    intake.close();
  }
}

async function createIntake(kind: Kind, options: Options) {
  const { createHttpIntake, createStreamIntake } = await import('../intake.ts');
  if (options.redis) return createStreamIntake((await findDoorstep()).config, kind);
  const { url, config } = await findGateway(options.url);
  const scope = kind.space === 'market' ? 'market:write' : 'events:write';
  return createHttpIntake(url, options.token ?? (await issueToken(config, options.tenant, scope)), kind);
}
