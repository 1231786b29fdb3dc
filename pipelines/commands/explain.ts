import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { print, withExample } from './output.ts';

interface Options {
  tenant: string;
  log?: string;
  json?: boolean;
}

export function explainCommand(): Command {
  const command = new Command('explain')
    .description('Make a decision of the nurturing engine again from the log, and say why it was made')
    .argument('<lead>', 'whom it was about')
    .argument('<decision>', 'its id, such as n12: in the console and in ClickHouse')
    .option('--tenant <tenant>', 'the brokerage', 'main')
    .option('--log <file>', 'a recording (`doorstep record`) instead of the running Doorstep')
    .option('--json', 'print the records and the insight as one JSON document')
    .action(explainDecision);
  return withExample(command, 'doorstep explain ana n12');
}

async function explainDecision(
  lead: string,
  decision: string,
  { tenant, log, json }: Options,
): Promise<void> {
  const { loadJudges } = await import('../../models/load-judges.ts');
  const { loadConfig } = await import('../../infra/config.ts');
  const { createLeadsFlow } = await import('../leads.ts');
  const { challengerFolder } = await import('../models.ts');
  const { explain } = await import('../explain.ts');
  const { explainPage } = await import('../explain-page.ts');
  const judges = await loadJudges(challengerFolder(loadConfig()));
  const explained = await withLines(log, tenant, lead, (lines) =>
    explain(lines, (shards) => createLeadsFlow(judges, { shards }), { tenant, lead, decision }),
  );
  if (explained.records.length === 0) {
    const fix = 'Check the lead and the id; entries older than RETAIN_ENTRIES are in ClickHouse only.';
    throw new CliError(`The log holds no decision ${decision} about ${lead}`, fix);
  }
  if (json) print(JSON.stringify(explained));
  else for (const line of explainPage(explained)) print(line);
}

type Lines = Parameters<typeof import('../explain.ts').explain>[0];

async function withLines<T>(
  file: string | undefined,
  tenant: string,
  lead: string,
  use: (lines: Lines) => Promise<T>,
): Promise<T> {
  if (file !== undefined) return use(linesOf(file));
  const { connectRedis } = await import('../../infra/redis/connect.ts');
  const { findDoorstep } = await import('./connect.ts');
  const { record } = await import('../record.ts');
  const { leadKey, shardOf } = await import('../../schemas/shards.ts');
  const { config } = await findDoorstep();
  const redis = connectRedis(config.redisUrl);
  try {
    const shard = shardOf(leadKey(tenant, lead), config.shards);
    return await use(record(redis.client, 'leads', config.shards, [shard]));
  } finally {
    redis.close();
  }
}

async function* linesOf(file: string): AsyncGenerator<never> {
  const { parseJson, readLines } = await import('../read-lines.ts');
  for await (const { number, text } of readLines(file)) {
    const value = parseJson(text);
    if (value === undefined)
      throw new CliError(`${file}:${number} is not JSON`, 'Make it with `doorstep record`.');
    yield value as never;
  }
}
