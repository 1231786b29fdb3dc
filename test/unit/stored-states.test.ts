/** The states of a micro-batch: asked for ahead, and as they are when its turn comes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ShardLog } from '../../infra/ports.ts';
import type { Decoded } from '../../infra/runtime/batch.ts';
import { emptyBatch } from '../../infra/runtime/batch.ts';
import { bytesOf, keep, OwnedShard } from '../../infra/runtime/shard.ts';
import { findStates, statesNow } from '../../infra/runtime/stored-states.ts';

const lease = { space: 'leads' as const, group: 'toy', shard: 0, epoch: '1', cursor: '0-0' };
const WIDE = 'the shard';

function world(inStore: Record<string, Uint8Array>) {
  const shard = new OwnedShard(lease, 0);
  const asked: string[][] = [];
  const log: Pick<ShardLog, 'load'> = {
    async load(items) {
      asked.push(items.map(({ key }) => key));
      return items.map(({ key }) => inStore[key] ?? null);
    },
  };
  return { shard, asked, deps: { log, shards: new Map([[0, shard]]), flow: { shardWideKey: () => WIDE } } };
}

const decoded = (...keys: string[]): Decoded<object, null> => ({
  routings: keys.map((key, n) => ({
    entry: { shard: 0, id: `1-${n}`, bytes: new Uint8Array() },
    routed: { key, id: `${n}`, event: null },
  })),
  batches: new Map([[0, emptyBatch(0, '1-9', keys.length)]]),
});

it('are kept to the byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      expect(new Uint8Array(bytesOf(keep(bytes)))).toEqual(bytes);
    }),
  );
});

it('are asked of the store where memory has none, and the shard’s own but once where it has none at all', async () => {
  const { shard, asked, deps } = world({ cold: Buffer.from('cold') });
  shard.learn('warm', Buffer.from('warm'));
  const batch = decoded('warm', 'cold', 'new');
  const states = statesNow(batch, await findStates(batch, deps), deps);
  expect(new Map([...states].map(([key, bytes]) => [key, String(bytes)]))).toEqual(
    new Map([
      ['warm', 'warm'],
      ['cold', 'cold'],
    ]),
  );
  await findStates(decoded('warm'), deps);
  expect(asked).toEqual([['cold', 'new', WIDE]]);
});

it('are those that the batch ahead made, and are there though memory dropped them since', async () => {
  const { shard, deps } = world({ moved: Buffer.from('old') });
  shard.learn('dropped', Buffer.from('dropped'));
  const batch = decoded('moved', 'dropped');
  const found = await findStates(batch, deps);
  shard.learn('moved', Buffer.from('new'));
  shard.states.delete('dropped');
  const states = statesNow(batch, found, deps);
  expect([String(states.get('moved')), String(states.get('dropped'))]).toEqual(['new', 'dropped']);
});
