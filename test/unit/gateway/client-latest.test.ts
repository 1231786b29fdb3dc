/** What a slow consumer is told: the latest of each lead, and no more than one entry a lead. */
import { expect, it } from 'vitest';
import { createLatest } from '../../../infra/gateway/client/latest.ts';

it('gives each lead once, in the order they changed first, however often they changed', async () => {
  const latest = createLatest();
  for (const lead of ['a', 'b', 'a', 'c', 'b', 'a']) latest.put(lead);
  latest.drop('c');
  expect([await latest.next(), await latest.next()]).toEqual(['a', 'b']);
  latest.put('a');
  expect(await latest.next()).toBe('a');
});

it('lets whoever waits go at the end', async () => {
  const latest = createLatest();
  const waiting = [latest.next(), latest.next(), latest.next()];
  latest.put('a');
  latest.end();
  expect(await Promise.all(waiting)).toEqual(['a', undefined, undefined]);
  latest.put('b');
  expect(await latest.next()).toBeUndefined();
});

it('fails once, whether anybody waits or comes later', async () => {
  const waiting = createLatest();
  const [first, second] = [waiting.next(), waiting.next()];
  waiting.end(new Error('refused'));
  await expect(first).rejects.toThrow('refused');
  expect(await second).toBeUndefined();
  const later = createLatest();
  later.put('a');
  later.end(new Error('refused'));
  await expect(later.next()).rejects.toThrow('refused');
  expect(await later.next()).toBeUndefined();
});
