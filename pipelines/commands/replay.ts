import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { print, withExample } from './output.ts';

interface Options {
  jsonl?: boolean;
  out?: string;
}

export function replayCommand(): Command {
  const command = new Command('replay')
    .description(
      'Run the same steps over a file without Redis: a recording to the bit, or LeadEvents in order of time',
    )
    .argument('<file>', 'made by `doorstep record`, or LeadEvents, one JSON object a line')
    .option('--jsonl', 'print one full StreamingInsight a line')
    .option('--out <file>', 'write here instead of stdout')
    .action(replayFile);
  return withExample(command, 'doorstep replay events.jsonl --jsonl');
}

async function replayFile(file: string, options: Options): Promise<void> {
  const { ReplayError } = await import('../replay.ts');
  const { writeLines } = await import('./write-lines.ts');
  try {
    if (options.jsonl) return await writeLines(options.out, insightLines(file));
    const leads = new Map<string, string>();
    let insights = 0;
    for await (const { tenant, lead, forecast, profile } of await replayed(file)) {
      insights++;
      leads.set(
        `${tenant}/${lead}`,
        `${(100 * forecast.pConvert).toFixed(0).padStart(3)} %  ${profile.primaryMicrosegment}`,
      );
    }
    for (const [lead, line] of leads) print(`${line.padEnd(42)} ${lead}`);
    print(`${insights} insights about ${leads.size} leads`);
  } catch (error) {
    if (error instanceof ReplayError)
      throw new CliError(`${file}: ${error.message}`, 'Mend the file, then run it again.');
    throw error;
  }
}

async function* insightLines(file: string): AsyncGenerator<string> {
  for await (const insight of await replayed(file)) yield JSON.stringify(insight);
}

async function replayed(file: string) {
  const { loadJudges } = await import('../../models/load-judges.ts');
  const { loadConfig } = await import('../../infra/config.ts');
  const { createLeadsFlow } = await import('../leads.ts');
  const { challengerFolder } = await import('../models.ts');
  const { parseJson, readLines } = await import('../read-lines.ts');
  const { replay } = await import('../replay.ts');
  const judges = await loadJudges(challengerFolder(loadConfig()));
  async function* lines() {
    for await (const { number, text } of readLines(file)) {
      const value = parseJson(text);
      if (value === undefined)
        throw new CliError(`${file}:${number} is not JSON`, 'Put one JSON object on each line.');
      yield { number, value };
    }
  }
  return replay(lines(), (shards) => createLeadsFlow(judges, { shards }), Date.now());
}
