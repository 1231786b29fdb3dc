import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { withExample } from './output.ts';

interface Options {
  jsonl?: boolean;
}

export function replayCommand(): Command {
  const command = new Command('replay')
    .description('Run the same steps over a recording or over raw LeadEvents, without Redis')
    .argument('<file>', 'what `doorstep record` wrote, or LeadEvents, one JSON object a line')
    .option('--jsonl', 'print one full StreamingInsight a line; without it, a line for people')
    .action(replayFile);
  return withExample(command, 'doorstep replay events.jsonl --jsonl');
}

async function replayFile(file: string, { jsonl }: Options): Promise<void> {
  const { loadBaselineJudges } = await import('../../models/judges-baseline.ts');
  const { createLeadsFlow } = await import('../leads.ts');
  const { parseJson, readLines } = await import('../read-lines.ts');
  const { ReplayError, replay } = await import('../replay.ts');
  const { writeLines } = await import('./write-lines.ts');
  const judges = loadBaselineJudges();
  async function* lines() {
    for await (const { number, text } of readLines(file)) yield { number, value: parseJson(text) };
  }
  const insights = replay(lines(), (shards) => createLeadsFlow(judges, { shards }), Date.now());
  try {
    await writeLines(undefined, map(insights, jsonl ? JSON.stringify : forPeople));
  } catch (error) {
    if (error instanceof ReplayError)
      throw new CliError(`${file}: ${error.message}`, 'Mend the line and try again.');
    throw error;
  }
}

async function* map<T>(values: AsyncIterable<T>, text: (value: T) => string): AsyncGenerator<string> {
  for await (const value of values) yield text(value);
}

type Insight = import('../../schemas/insight.ts').StreamingInsight;

const forPeople = ({ at, lead, seq, happening, intents, profile, forecast }: Insight): string =>
  [
    at.slice(0, 16).replace('T', ' '),
    `${lead} #${seq}`,
    happening.activity ?? happening.type,
    intents.map(({ id }) => id).join(' ') || '–',
    `${profile.primaryMicrosegment} ${Math.round(profile.confidenceScore * 100)} %`,
    `converts ${Math.round(forecast.pConvert * 100)} % (${forecast.kind})`,
  ].join('  ');
