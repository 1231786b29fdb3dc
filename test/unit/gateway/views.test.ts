import { expect, it } from 'vitest';
import { createShare } from '../../../infra/gateway/views.ts';

it('shares readings that began after the question, and no others', async () => {
  const share = createShare<number>();
  let started = 0;
  const finish: (() => void)[] = [];
  const read = () => {
    const mine = ++started;
    return new Promise<number>((resolve) => finish.push(() => resolve(mine)));
  };
  const first = share('a', read);
  const later = [share('a', read), share('a', read), share('a', read)];
  const other = share('b', read);
  expect(started).toBe(2);
  finish[0]!();
  expect(await first).toBe(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(started).toBe(3);
  finish[2]!();
  expect(await Promise.all(later)).toEqual([3, 3, 3]);
  finish[1]!();
  expect(await other).toBe(2);
});

it('lets a failure be that of its own askers', async () => {
  const share = createShare<string>();
  const failing = share('a', () => Promise.reject(new Error('away')));
  const next = share('a', () => Promise.resolve('fine'));
  await expect(failing).rejects.toThrow('away');
  expect(await next).toBe('fine');
});
