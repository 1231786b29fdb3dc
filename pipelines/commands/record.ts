import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { findDoorstep } from './connect.ts';
import { withExample } from './output.ts';

interface Options {
  shard: string[];
  space: 'leads' | 'market';
  out?: string;
}

export function recordCommand(): Command {
  const command = new Command('record')
    .description("Dump shards' logs as JSON Lines; `doorstep replay` repeats them to the bit")
    .option('--shard <n...>', 'only these shards; all without it', [])
    .option('--space <name>', 'leads or market', 'leads')
    .option('--out <file>', 'write here instead of stdout')
    .action(recordShards);
  return withExample(command, 'doorstep record --shard 3 --out shard-03.jsonl');
}

async function recordShards({ shard, space, out }: Options): Promise<void> {
  const { connectRedis } = await import('../../infra/redis/connect.ts');
  const { record } = await import('../record.ts');
  const { writeLines } = await import('./write-lines.ts');
  const { config } = await findDoorstep();
  const count = space === 'market' ? config.marketShards : config.shards;
  const only = shard.map((text) => wholeBelow(text, count));
  const redis = connectRedis(config.redisUrl);
  try {
    await writeLines(out, asLines(record(redis.client, space, count, only)));
  } finally {
    redis.close();
  }
}

function wholeBelow(text: string, count: number): number {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 0 && n < count) return n;
  throw new CliError(`--shard ${text}: no such shard`, `Use a number from 0 to ${count - 1}.`);
}

async function* asLines(values: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const value of values) {
    if ('trimmed' in value && Array.isArray(value.trimmed) && value.trimmed.length) {
      process.stderr.write(
        `Shards ${value.trimmed.join(', ')} were trimmed: their replay starts from nothing.\n`,
      );
    }
    yield JSON.stringify(value);
  }
}
