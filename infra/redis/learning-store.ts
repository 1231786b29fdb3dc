/** What waits for the outcomes of leads, on the shards that hold the leads. */
import { HORIZON_DAYS } from '../../schemas/horizons.ts';
import { shardKeys } from '../../schemas/shards.ts';
import type { RedisConnection } from './connect.ts';
import { script } from './scripts.ts';

/** A lead and its place. */
export interface LeadPlace {
  shard: number;
  /** `tenant/lead`. */
  key: string;
}

export interface LearningStore {
  /** States in the order asked for; null where nothing is kept. */
  load(places: readonly LeadPlace[]): Promise<({ seq: number; state: string } | null)[]>;
  /** Keeps states unless later ones are there; an empty one removes what was known, and keeps the number. */
  keep(states: readonly (LeadPlace & { seq: number; state: string })[]): Promise<void>;
}

/** Nothing is waited for longer: twice the horizon, so that a loss may be taken back. */
const KEPT_MS = 2 * HORIZON_DAYS * 86_400_000;

const keepScript = script('learn-keep');

export function createLearningStore({ client }: RedisConnection): LearningStore {
  const keyOf = ({ shard, key }: LeadPlace) => shardKeys('leads', shard).learn + key;
  return {
    load: (places) =>
      Promise.all(
        places.map(async (place) => {
          const [seq, state] = await client.hmget(keyOf(place), 'seq', 'state');
          return seq ? { seq: Number(seq), state: state ?? '' } : null;
        }),
      ),
    async keep(states) {
      await Promise.all(states.map((one) => keepScript(client, [keyOf(one)], [one.seq, one.state, KEPT_MS])));
    },
  };
}
