/** A client that reads slowly gets every alert, late and in order; one that does not read at all is sent away. */
import type { Static } from 'typebox';
import { describe, expect, it } from 'vitest';
import { createDelivery } from '../../../infra/gateway/delivery.ts';
import { MAX_WAITING, Subscription } from '../../../infra/gateway/subscription.ts';
import type { Views } from '../../../infra/gateway/views.ts';
import type { AlertFrame } from '../../../schemas/frames.ts';
import { alertStep, mentionRecord } from '../../made-up-competition.ts';

type Frame = { type: string; n: number } & Partial<AlertFrameOf> & Partial<{ reason: string }>;
type AlertFrameOf = Static<typeof AlertFrame>;

const delivery = (n: number, body: object = alertStep({ lead: `l${n}`, seq: n })) =>
  createDelivery('alerts', {
    ...{ shard: 3, id: `100-${n}`, tenant: 'main', lead: `l${n}`, agent: '' },
    body: Buffer.from(JSON.stringify(body)),
  });

/** Of shards 0 to 3. */
const AT_9 = ['0-0', '0-0', '0-0', '100-9'];

function opened(ahead?: string) {
  const frames: Frame[] = [];
  let room = Number.POSITIVE_INFINITY;
  let ended = false;
  const send = (head: string, tail: Uint8Array = new Uint8Array()) => {
    frames.push(JSON.parse(head + Buffer.from(tail).toString()));
    room--;
  };
  const outlet = {
    send,
    sendNumbered: (start: Uint8Array, n: number, tail: Uint8Array) => send(`${Buffer.from(start)}${n}`, tail),
    together: (work: () => void) => work(),
    buffered: () => (room > 0 ? 0 : 1),
  };
  const subscription = new Subscription('a', 'main', { kind: 'alerts' }, [3], undefined, {
    ...{ outlet, slowBytes: 0, views: {} as Views, onConflated: () => {} },
    onError: (error) => {
      throw error;
    },
    onEnd: () => {
      ended = true;
    },
  });
  if (ahead) subscription.recovered('e', { '03': ahead }, new Map([[3, ahead]]));
  else subscription.snapshot('e', { '03': '100-0' }, { tail: Buffer.from('"alerts":{}}'), seqs: new Map() });
  subscription.live();
  const setRoom = (frameCount: number) => {
    room = frameCount;
  };
  return { frames, subscription, setRoom, ended: () => ended };
}

describe('a subscription of alerts', () => {
  it('keeps what a slow client cannot take, and gives it in order', async () => {
    const { frames, subscription, setRoom } = opened();
    subscription.offer(delivery(1)!);
    setRoom(0);
    for (let n = 2; n <= 6; n++) subscription.offer(delivery(n)!);
    subscription.position(AT_9, '{"03":"100-9"}');
    expect(frames.map(({ n }) => n)).toEqual([1, 2]);
    setRoom(2);
    await subscription.drained();
    subscription.offer(delivery(7)!);
    setRoom(10);
    await subscription.drained();
    subscription.offer(delivery(8)!);
    const alerts = frames.filter(({ type }) => type === 'alert');
    expect(alerts.map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `100-${n}`));
    expect(frames.map(({ n }) => n)).toEqual(Array.from({ length: 9 }, (_, i) => i + 1));
    expect(alerts[0]).toMatchObject({ shard: '03', alert: { lead: 'l1', step: 'raised' } });
  });

  it('ends for a client that reads nothing any more', () => {
    const { frames, subscription, setRoom, ended } = opened();
    setRoom(0);
    for (let n = 1; n <= MAX_WAITING + 1; n++) subscription.offer(delivery(n)!);
    expect(frames.at(-1)).toMatchObject({ type: 'resync', reason: expect.stringContaining('too slowly') });
    expect(ended()).toBe(true);
  });

  it('does not send back a client that has seen more at another gateway', () => {
    const { frames, subscription } = opened('100-10');
    subscription.position(AT_9, '{"03":"100-9"}');
    subscription.offer(delivery(10)!);
    expect(frames.map(({ type }) => type)).toEqual(['subscribed']);
    subscription.position(['0-0', '0-0', '0-0', '100-10'], '{"03":"100-10"}');
    subscription.offer(delivery(11)!);
    expect(frames.slice(1)).toMatchObject([{ type: 'position' }, { type: 'alert', offset: '100-11' }]);
  });

  it('has no frame for what is no alert', () => {
    expect(delivery(1, mentionRecord())).toBeNull();
    expect(delivery(1, [])).toBeNull();
  });
});
