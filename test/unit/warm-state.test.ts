/** A state read ahead never stands in the way of a newer one. */
import { expect, it } from 'vitest';
import type { ShardLog } from '../../infra/ports.ts';
import { keep, OwnedShard } from '../../infra/runtime/shard.ts';
import { warmState } from '../../infra/runtime/warm-state.ts';
import { createToyFlow } from '../toy-flow.ts';

const bytes = (seq: number) => Buffer.from(JSON.stringify({ seq, lastN: 0, misordered: 0 }));
const flow = { ...createToyFlow(1), agesOf: ({ seq }: { seq: number }) => ({ state: seq }) };

function world() {
  const lease = { space: 'leads' as const, group: 'toy', shard: 0, epoch: '1', cursor: '0-0' };
  const shard = new OwnedShard(lease, 0);
  const answers: ((bytes: Uint8Array | null) => void)[] = [];
  const log = {
    load: () => new Promise<(Uint8Array | null)[]>((resolve) => answers.push((one) => resolve([one]))),
  } as unknown as ShardLog;
  return { shard, answers, warm: () => warmState(shard, 'k', { flow, log }) };
}

it('reads what it does not hold, once, and says how old it is', async () => {
  const { shard, answers, warm } = world();
  const first = warm();
  answers[0]!(bytes(7));
  expect(await first).toEqual({ ages: { state: 7 }, wasHeld: false });
  expect(await warm()).toEqual({ ages: { state: 7 }, wasHeld: true });
  expect(shard.known('k')).toBe(keep(bytes(7)));
  expect(answers.length).toBe(1);
});

it('keeps what a batch made while it read, even when that was pushed out meanwhile', async () => {
  const { shard, answers, warm } = world();
  const late = warm();
  shard.learn('k', bytes(8));
  expect((await warm()).wasHeld).toBe(true);
  shard.states.delete('k');
  const second = warm();
  answers[0]!(bytes(7));
  await late;
  expect(shard.known('k')).toBeUndefined();
  answers[1]!(bytes(8));
  await second;
  expect(shard.known('k')).toBe(keep(bytes(8)));
});

it('forgets with the shard, also what is still being read', async () => {
  const { shard, answers, warm } = world();
  const late = warm();
  shard.reset('0-0');
  answers[0]!(bytes(7));
  await late;
  expect(shard.known('k')).toBeUndefined();
});

it('holds nothing of a key without a state', async () => {
  const { shard, answers, warm } = world();
  const first = warm();
  answers[0]!(null);
  expect(await first).toEqual({ ages: {}, wasHeld: false });
  expect(shard.known('k')).toBeUndefined();
});
