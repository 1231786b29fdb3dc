import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { unlessAborted } from '../../infra/run.ts';

const never = new Promise<string>(() => {});

it('gives what the work gives', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve('done'), signal)).toBe('done');
  await expect(unlessAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
});

it('gives nothing once the signal aborts, whatever becomes of the work', async () => {
  const over = new AbortController();
  const waiting = unlessAborted(never, over.signal);
  over.abort();
  expect(await waiting).toBeUndefined();
  expect(await unlessAborted(never, over.signal)).toBeUndefined();
  expect(await unlessAborted(Promise.reject(new Error('nobody hears of it')), over.signal)).toBeUndefined();
});

it('leaves nothing behind at a signal that lasts', async () => {
  const { signal } = new AbortController();
  for (let i = 0; i < 100; i++) await unlessAborted(Promise.resolve(i), signal);
  await unlessAborted(Promise.reject(new Error('broken')), signal).catch(() => {});
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
