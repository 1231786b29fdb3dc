/** Works logs to the end: what came twice counts once, and nothing else is left out for it. */
import { expect, it } from 'vitest';
import { createMemoryShardLog } from '../../infra/memory/shard-log.ts';
import { createDrain } from '../../infra/runtime/drain.ts';
import { leadKey, shardOf } from '../../schemas/shards.ts';
import { createToyFlow, type ToyEvent, type ToyState } from '../toy-flow.ts';

const SHARDS = 2;
const leadOf = (shard: number) =>
  ['a', 'b', 'c', 'd', 'e'].find((lead) => shardOf(leadKey('main', lead), SHARDS) === shard)!;

it('drops a repetition, but not what another shard has under the same entry id', async () => {
  const log = createMemoryShardLog('leads', SHARDS, () => 0);
  const drain = await createDrain(createToyFlow(SHARDS), log, { mirror: async () => {} });
  const put = (shard: number, entry: string, n: number) => {
    const event: ToyEvent = { tenant: 'main', lead: leadOf(shard), id: `e${n}`, n };
    log.put(shard, Buffer.from(JSON.stringify(event)), { id: entry });
  };
  put(0, '1-0', 0);
  await drain.drain();
  put(0, '2-0', 0); // once more
  // More than is read at once: the repetition is known before the other shard comes to that id.
  for (let n = 0; n < 100; n++) put(1, `1-${n}`, n);
  put(1, '2-0', 100);
  await drain.drain();
  const seqs = [0, 1].map((shard) => {
    const state = log.shard(shard).states.get(leadKey('main', leadOf(shard)))!;
    return (JSON.parse(Buffer.from(state).toString()) as ToyState).seq;
  });
  expect(seqs).toEqual([1, 101]);
});
