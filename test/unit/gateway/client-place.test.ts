/** A subscription’s place in the stream. */
import { expect, test } from 'vitest';
import { createPlace, type NumberedFrame } from '../../../infra/gateway/client/place.ts';

const frame = (n: number, rest: object): NumberedFrame => ({ id: 'leads.1', n, ...rest }) as NumberedFrame;
const subscribed = (n: number, recovered: boolean, offset: object, epoch = 'e') =>
  frame(n, { type: 'subscribed', epoch, offset, recovered });
const delta = (n: number, shard: string, offset: string) => frame(n, { type: 'delta', shard, offset });

const started = () => {
  const subscription = createPlace('leads', { kind: 'tenant' });
  subscription.request();
  subscription.accept(subscribed(1, false, { '00': '5-0', '01': '7-0' }));
  return subscription;
};

test('a first request asks for no recovery, a second one from where the frames left off', () => {
  const subscription = createPlace('leads', { kind: 'tenant' });
  expect(subscription.request()).toEqual({ type: 'subscribe', id: 'leads.1', topic: { kind: 'tenant' } });
  subscription.accept(subscribed(1, false, { '00': '5-0', '01': '7-0' }));
  subscription.accept(delta(2, '00', '6-0'));
  subscription.accept(frame(3, { type: 'position', offset: { '01': '9-0' } }));
  const again = subscription.request();
  expect(again.id).toBe('leads.2');
  expect(again.recover).toEqual({ epoch: 'e', offset: { '00': '6-0', '01': '9-0' } });
});

test('a number left out is a gap, and the place stays before it', () => {
  const subscription = started();
  expect(subscription.accept(delta(3, '00', '8-0'))).toBe('gap');
  expect(subscription.request().recover?.offset['00']).toBe('5-0');
});

test('a break amid the replay resumes from the last frame replayed, not from the end', () => {
  const subscription = started();
  subscription.request();
  subscription.accept(subscribed(1, true, { '00': '9-0', '01': '9-0' }));
  subscription.accept(delta(2, '00', '6-0'));
  expect(subscription.request().recover?.offset).toEqual({ '00': '6-0', '01': '7-0' });
});

test('a resync forgets the place', () => {
  const subscription = started();
  expect(subscription.accept(frame(2, { type: 'resync', reason: 'restarted' }))).toBe('broken');
  expect(subscription.request().recover).toBeUndefined();
});
