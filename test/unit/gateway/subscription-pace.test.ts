/** How often a lead's subscription is told something, and what becomes of the changes in between. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDelivery } from '../../../infra/gateway/delivery.ts';
import { Subscription } from '../../../infra/gateway/subscription.ts';
import type { Views } from '../../../infra/gateway/views.ts';
import type { ServerFrame, StreamOptions } from '../../../schemas/frames.ts';

type Told = Extract<ServerFrame, { n: number }>;

let latest: number;
let writable: boolean;
let told: { type: string; n: number; seq: number | undefined; offset: unknown }[];

beforeEach(() => {
  vi.useFakeTimers();
  latest = 0;
  writable = true;
  told = [];
});
afterEach(() => void vi.useRealTimers());

function follow(options?: StreamOptions): Subscription {
  const views = {
    views: async (_: string, leads: string[]) =>
      leads.map((lead) => ({ lead, seq: latest, json: JSON.stringify({ seq: latest }) })),
  } as unknown as Views;
  const send = (head: string, tail?: Uint8Array) => {
    const frame = JSON.parse(head + Buffer.from(tail ?? []).toString()) as Told;
    const seq = 'insight' in frame ? frame.insight.seq : undefined;
    told.push({ type: frame.type, n: frame.n, seq, offset: 'offset' in frame ? frame.offset : undefined });
  };
  const outlet = {
    send,
    sendNumbered: (start: Uint8Array, n: number, tail: Uint8Array) => send(`${Buffer.from(start)}${n}`, tail),
    together: (work: () => void) => work(),
    buffered: () => (writable ? 0 : 1),
  };
  const subscription = new Subscription('a', 'main', { kind: 'lead', lead: 'x' }, [0], options, {
    ...{ views, outlet, slowBytes: 0 },
    onEnd: () => {},
    onConflated: () => {},
    onError: (error) => {
      throw error;
    },
  });
  subscription.snapshot('e', { '00': '0-0' }, { tail: Buffer.from('"snapshot":[]}'), seqs: new Map() });
  subscription.live();
  told = [];
  return subscription;
}

function change(subscription: Subscription): void {
  const body = Buffer.from(JSON.stringify({ seq: ++latest }));
  const entry = { shard: 0, id: `${latest}-0`, tenant: 'main', lead: 'x', agent: '', body };
  subscription.offer(createDelivery('insights', entry)!);
}
const seen = () => told.map(({ type, seq }) => [type, seq]);

it('tells the first change at once, and a lone one after it as a delta when the interval is over', async () => {
  const subscription = follow({ updateFrequencyMs: 200 });
  change(subscription);
  expect(seen()).toEqual([['delta', 1]]);
  change(subscription);
  await vi.advanceTimersByTimeAsync(199);
  expect(seen()).toEqual([['delta', 1]]);
  await vi.advanceTimersByTimeAsync(2);
  expect(seen()).toEqual([
    ['delta', 1],
    ['delta', 2],
  ]);
});

it('tells several as the latest state, one an interval, with an offset that misses none', async () => {
  const subscription = follow();
  for (let n = 0; n < 5; n++) change(subscription);
  await vi.advanceTimersByTimeAsync(101);
  expect(seen()).toEqual([
    ['delta', 1],
    ['state', 5],
  ]);
  expect(told.at(-1)).toMatchObject({ n: 3, offset: '5-0' });
  change(subscription);
  change(subscription);
  await vi.advanceTimersByTimeAsync(50);
  expect(told.length).toBe(2);
  await vi.advanceTimersByTimeAsync(51);
  expect(seen().at(-1)).toEqual(['state', 7]);
  await vi.advanceTimersByTimeAsync(500);
  change(subscription);
  expect(seen().at(-1)).toEqual(['delta', 8]);
});

it('tells every change at 0', () => {
  const subscription = follow({ updateFrequencyMs: 0 });
  for (let n = 0; n < 5; n++) change(subscription);
  expect(seen()).toEqual([1, 2, 3, 4, 5].map((seq) => ['delta', seq]));
});

it('says nothing of where the stream is while it holds something back', async () => {
  const subscription = follow();
  change(subscription);
  change(subscription);
  subscription.position(['2-0'], '{"00":"2-0"}');
  expect(told.map(({ type }) => type)).toEqual(['delta']);
  await vi.advanceTimersByTimeAsync(101);
  subscription.position(['2-0'], '{"00":"2-0"}');
  expect(told.map(({ type }) => type)).toEqual(['delta', 'delta', 'position']);
});

it('neither tells a client that does not read, nor faster than asked once it reads again', async () => {
  const subscription = follow();
  change(subscription);
  writable = false;
  change(subscription);
  change(subscription);
  await vi.advanceTimersByTimeAsync(50);
  writable = true;
  await subscription.drained();
  expect(told.length).toBe(1);
  await vi.advanceTimersByTimeAsync(51);
  expect(seen()).toEqual([
    ['delta', 1],
    ['state', 3],
  ]);
});

it('ends with what it held', async () => {
  const subscription = follow();
  change(subscription);
  change(subscription);
  subscription.end();
  await vi.advanceTimersByTimeAsync(500);
  expect(told.length).toBe(1);
});
