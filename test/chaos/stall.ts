/** A processor stopped past its lease and woken: what it still has in hand must be refused. */
import { pause } from '../../infra/run.ts';
import { judge, type Outcome } from './outcome.ts';
import { startProducer } from './producer.ts';
import { eventually, everyoneHolds, startWorld, type World } from './world.ts';

export interface StallOptions {
  stalls: number;
  /** Events a second. */
  rate: number;
  leads: number;
  say(line: string): void;
}

export interface StallReport {
  outcome: Outcome;
  /** Commits of the woken that were refused. */
  fenced: number;
}

/** The dead time beyond the take-over, in which events pile up for the sleeper too. */
const PAST_MS = 300;

export async function stallProcessor({ stalls, rate, leads, say }: StallOptions): Promise<StallReport> {
  const world = await startWorld({ processors: 2 });
  const { redisUrl, shards } = world.config;
  const producer = startProducer({ url: redisUrl, shards, rate, leads });
  try {
    for (let n = 1; n <= stalls; n++) {
      const [sleeper, other] = n % 2 ? world.processors : [...world.processors].reverse();
      await pause(500);
      sleeper!.signal('SIGSTOP');
      await eventually('the other holds every shard', async () => {
        return (await world.shardsByPid()).get(other!.pid)?.length === shards;
      });
      await pause(PAST_MS);
      sleeper!.signal('SIGCONT');
      await everyoneHolds(world);
      say(`processor stopped past its lease and woken, ${n} of ${stalls}`);
    }
    await producer.stop();
    const outcome = await judge(world, producer.acknowledged);
    await eventually('the refusal is counted', async () => (await fencedCommits(world)) > 0, PINNED_MS).catch(
      () => {},
    );
    return { outcome, fenced: await fencedCommits(world) };
  } finally {
    await producer.stop();
    await world.stop();
  }
}

/** Processes pin their metrics every two seconds. */
const PINNED_MS = 5000;

interface Pinned {
  metrics: { name: string; values: { value: number; labels: Record<string, string> }[] }[];
}

/** From the metrics that the processors pin to Redis. */
async function fencedCommits({ client }: World): Promise<number> {
  const pinned = Object.values(await client.hgetall('ds:metrics')).map((text) => JSON.parse(text) as Pinned);
  return pinned
    .flatMap(({ metrics }) => metrics.filter(({ name }) => name === 'doorstep_commits_total'))
    .flatMap(({ values }) => values.filter(({ labels }) => labels.result === 'fenced'))
    .reduce((sum, { value }) => sum + value, 0);
}
