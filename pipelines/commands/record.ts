import { Command, InvalidArgumentError } from 'commander';
import { findDoorstep } from './connect.ts';
import { withExample } from './output.ts';

interface Options {
  shard: number[];
  market?: boolean;
  out?: string;
}

export function recordCommand(): Command {
  const command = new Command('record')
    .description('Dump the log of the running Doorstep, one entry a line, for `doorstep replay`')
    .option('--shard <n>', 'only this shard; may be given again', collect, [])
    .option('--market', 'the market shards instead of the lead shards')
    .option('--out <file>', 'write here instead of stdout')
    .action(dump);
  return withExample(command, 'doorstep record --out log.jsonl');
}

function collect(text: string, before: number[]): number[] {
  const shard = Number(text);
  if (!Number.isInteger(shard) || shard < 0) throw new InvalidArgumentError('must be the number of a shard');
  return [...before, shard];
}

async function dump({ shard, market, out }: Options): Promise<void> {
  const { connectRedis } = await import('../../infra/redis/connect.ts');
  const { record } = await import('../record.ts');
  const { writeLines } = await import('./write-lines.ts');
  const { config } = await findDoorstep();
  const redis = connectRedis(config.redisUrl);
  async function* lines() {
    const [space, shards] = market
      ? (['market', config.marketShards] as const)
      : (['leads', config.shards] as const);
    for await (const line of record(redis.client, space, shards, shard)) yield JSON.stringify(line);
  }
  try {
    await writeLines(out, lines());
  } finally {
    redis.close();
  }
}
