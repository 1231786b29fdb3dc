/** The projection beside the tail: reads what moved, survives outages, and begins anew with the history. */
import { afterEach, expect, it, vi } from 'vitest';
import { createPictures, type Picture } from '../../../infra/gateway/pictures.ts';
import { StoreAway, type TailEntry } from '../../../infra/gateway/store.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A store of `tenant → lead → state`, and pictures that keep what they were given. */
function world(leads: Record<string, Record<string, string>>) {
  const errors: Error[] = [];
  const made: Map<string, string>[] = [];
  const read: string[] = [];
  const store = {
    away: false,
    async roster(tenant: string) {
      if (store.away) throw new StoreAway('away');
      return Object.keys(leads[tenant] ?? {}).map((lead) => ({ lead, attention: 0 }));
    },
    async states(tenant: string, asked: string[]) {
      if (store.away) throw new StoreAway('away');
      read.push(...asked);
      return asked.map((lead) => {
        const state = leads[tenant]?.[lead];
        return state === undefined ? null : Buffer.from(state);
      });
    },
  };
  const create = (): Picture => {
    const kept = new Map<string, string>();
    made.push(kept);
    return {
      get size() {
        return kept.size;
      },
      full: false,
      put(lead, state) {
        if (String(state) === 'unreadable') throw new Error(`cannot read ${lead}`);
        if (state) kept.set(lead, String(state));
        else kept.delete(lead);
      },
      hear: () => {},
      similarTo: () => [],
      patterns: () => {
        throw new Error('not asked for here');
      },
    };
  };
  const pictures = createPictures(store, {
    create,
    mostLeads: 100,
    onError: (error) => errors.push(error as Error),
  });
  const abort = new AbortController();
  const done = pictures.run(abort.signal);
  stops.push(async () => {
    abort.abort();
    await done;
  });
  return { store, pictures, made, read, errors };
}

const entry = (lead: string, tenant = 'main'): TailEntry => ({
  ...{ shard: 0, id: '1-1', tenant, lead, agent: '', body: Buffer.from('{}') },
});
const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 5000, interval: 10 });

it('gathers a tenant’s leads when first asked, and reads again those that move', async () => {
  const leads: Record<string, Record<string, string>> = { main: { a: '1', b: '1' }, rivals: { c: '1' } };
  const { pictures, made } = world(leads);
  expect(pictures.of('main').complete).toBe(false);
  await eventually(() => pictures.of('main').complete).toBe(true);
  expect([...made[0]!].sort()).toEqual([
    ['a', '1'],
    ['b', '1'],
  ]);
  expect(made).toHaveLength(1);
  leads.main!.a = '2';
  delete leads.main!.b;
  pictures.entries([entry('a'), entry('b')]);
  await eventually(() => [...made[0]!]).toEqual([['a', '2']]);
});

it('reads a lead that moves all the time once a second', async () => {
  vi.useFakeTimers();
  try {
    const { pictures, read } = world({ main: { a: '1', b: '1' } });
    for (let ms = 0; ms < 5000; ms += 20) {
      pictures.entries([entry('a')]);
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(read.filter((lead) => lead === 'a').length).toBeGreaterThanOrEqual(4);
    expect(read.filter((lead) => lead === 'a').length).toBeLessThanOrEqual(7);
    expect(read).toContain('b');
  } finally {
    vi.useRealTimers();
  }
});

it('loses nothing to an outage', async () => {
  const { store, pictures, made, errors } = world({ main: { a: '1' } });
  store.away = true;
  pictures.entries([entry('a')]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(made[0]!.size).toBe(0);
  store.away = false;
  await eventually(() => made[0]!.get('a')).toBe('1');
  expect(errors).toEqual([]);
});

it('tells of a lead it cannot read, once, and goes on with the others', async () => {
  const { pictures, made, errors } = world({ main: { a: 'unreadable', b: '1' } });
  pictures.of('main');
  await eventually(() => made[0]!.get('b')).toBe('1');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(errors.map(({ message }) => message)).toEqual(['cannot read a']);
});

it('begins anew when the history did', async () => {
  const { pictures, made } = world({ main: { a: '1' } });
  pictures.of('main');
  await eventually(() => made[0]!.size).toBe(1);
  pictures.reset('another', []);
  expect(pictures.of('main')).toMatchObject({ complete: false });
  await eventually(() => made[1]?.size).toBe(1);
});
