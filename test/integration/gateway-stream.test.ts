/** The client library against the real gateway and Redis: over a bad network, through restarts, and refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, connect } from '../../infra/gateway/client/connect.ts';
import {
  type LeadStream,
  type LeadStreamOptions,
  RefusedError,
} from '../../infra/gateway/client/lead-stream.ts';
import type { SocketConstructor } from '../../infra/gateway/client/platform.ts';
import { pause } from '../../infra/run.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';
import { CONFIDENCE_POINTS } from '../../schemas/horizons.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { startWorld, type World } from './gateway-world.ts';
import { createBadNetwork } from './lossy-socket.ts';

const TIMING = { ping: 200, silence: 5000, answer: 1000, quiet: 2000, backoff: 20, longestBackoff: 300 };
const PATIENCE_MS = 20_000;

let world: World;
const clients: Client[] = [];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  for (const client of clients) client.close();
  await world.stop();
});

/** Dials the gateway wherever it runs now: one that starts again has another port, as another machine would. */
const now = (url: string) => url.replace(/:\d+\//, `:${world.port}/`);
class Socket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(now(url), protocols);
  }
}

function client(Dialled: unknown = Socket, token?: string): Client {
  const made = connect({
    ...{ url: `http://127.0.0.1:${world.port}`, WebSocket: Dialled as SocketConstructor, timing: TIMING },
    fetch: (url, init) => fetch(now(url), init),
    token: token ?? (() => world.token()),
  });
  clients.push(made);
  return made;
}

/** A stream, and a way to wait for what it tells. */
function follow(of: Client, topic: Parameters<Client['open']>[0], options: LeadStreamOptions = {}) {
  const told: StreamingInsight[] = [];
  let wake = () => {};
  const stream = of.open(topic, {
    ...options,
    onInsight(insight) {
      told.push(insight);
      wake();
    },
    onOpen(opening) {
      options.onOpen?.(opening);
      wake();
    },
  });
  const until = async (condition: () => boolean, what: string) => {
    const late = Date.now() + PATIENCE_MS;
    while (!condition()) {
      if (Date.now() > late) throw new Error(`never came: ${what}`);
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(late - Date.now())]);
    }
  };
  return { stream, told, until };
}

/** Measured times and the delta of a head are no part of what the scribe keeps. */
const whole = (insight: StreamingInsight | undefined) => insight && { ...insight, insightDelta: {} };
const upToDate = (stream: LeadStream, lead: string) => stream.get(lead)?.seq === world.scribe.truth(lead).seq;

describe('the client library', () => {
  it.each([1, 2, 3])('has every lead as it is, whatever the network did (%i)', async (seed) => {
    const random = createRandom(seed);
    const network = createBadNetwork(random);
    const leads = Array.from({ length: 8 }, (_, n) => `wild ${seed} ${n}`);
    const one = leads[0]!;
    for (const lead of leads) await world.scribe.write(lead);
    const wild = client(network.WebSocket);
    const all = follow(wild, { kind: 'tenant' });
    const single = follow(wild, { kind: 'lead', lead: one }, { updateFrequencyMs: 50 });
    for (let round = 0; round < 60; round++) {
      await world.scribe.write(leads[Math.floor(random() * leads.length)]!);
      if (round % 20 === 10) network.break();
      await pause(random() * 20);
    }
    network.bad = false;
    expect(network.harmed).toBeGreaterThan(5);
    // A change that finds its way shows what was lost before it.
    for (const lead of leads) await world.scribe.write(lead);
    await all.until(() => leads.every((lead) => upToDate(all.stream, lead)), 'every lead');
    await single.until(() => upToDate(single.stream, one), 'the one lead');
    for (const lead of leads) expect(whole(all.stream.get(lead))).toEqual(world.scribe.truth(lead));
    expect(whole(single.stream.get(one))).toEqual(world.scribe.truth(one));
    wild.close();
  });

  it('recovers from a restart without a new snapshot', async () => {
    const lead = 'restarted';
    await world.scribe.write(lead);
    const openings: boolean[] = [];
    const { stream, until } = follow(
      client(),
      { kind: 'lead', lead },
      { onOpen: ({ recovered }) => void openings.push(recovered) },
    );
    await until(() => openings.length === 1, 'the snapshot');
    await world.restart();
    await world.scribe.write(lead);
    await until(() => upToDate(stream, lead), 'what happened meanwhile');
    expect(openings).toEqual([false, true]);
    expect(whole(stream.get(lead))).toEqual(world.scribe.truth(lead));
  });

  it('iterates at the pace of who reads, over the latest, and ends when closed', async () => {
    const lead = 'read slowly';
    await world.scribe.write(lead);
    const { stream, until } = follow(client(), { kind: 'lead', lead }, { updateFrequencyMs: 0 });
    const seen: number[] = [];
    for await (const insight of stream) {
      seen.push(insight.seq);
      if (insight.seq === 1) {
        for (let n = 0; n < 9; n++) await world.scribe.write(lead);
        await until(() => upToDate(stream, lead), 'all ten');
      } else stream.close();
    }
    expect(seen).toEqual([1, 10]);
  });

  it('throws what the gateway refuses, with the field and the fix', async () => {
    const stream = client().open({ kind: 'lead', lead: 'x' }, { updateFrequencyMs: 60_001 });
    const refused = await stream[Symbol.asyncIterator]()
      .next()
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(refused).toBeInstanceOf(RefusedError);
    expect(refused).toMatchObject({ code: 'invalid', field: 'options.updateFrequencyMs', fix: /60000/ });
  });

  it('says that its token is refused, and stops', async () => {
    const stream = client(undefined, 'junk').open({ kind: 'tenant' });
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow(/token/i);
  });
});

describe('how a lead is followed', () => {
  it('tells changes inside the interval as one, the first at once, and confidence with none missing', async () => {
    const lead = 'busy';
    await world.scribe.write(lead);
    const { stream, told, until } = follow(client(), { kind: 'lead', lead }, { updateFrequencyMs: 400 });
    await until(() => told.length === 1, 'the snapshot');
    for (let n = 0; n < 2 * CONFIDENCE_POINTS; n++) await world.scribe.write(lead);
    await until(() => upToDate(stream, lead), 'the latest');
    expect(told[1]!.seq).toBe(2);
    expect(told.length).toBeLessThan(CONFIDENCE_POINTS);
    const { confidenceEvolution } = stream.get(lead)!;
    expect(confidenceEvolution).toEqual(world.scribe.truth(lead).confidenceEvolution);
    expect(confidenceEvolution.length).toBe(CONFIDENCE_POINTS);
  });

  it('leaves out what is foreseen beyond the horizon, in snapshot, delta and state alike', async () => {
    const lead = 'near';
    await world.scribe.write(lead);
    const options = { predictionHorizonSeconds: 1800, updateFrequencyMs: 200 };
    const { stream, told, until } = follow(client(), { kind: 'lead', lead }, options);
    await until(() => told.length === 1, 'the snapshot');
    for (let n = 0; n < 5; n++) await world.scribe.write(lead);
    await until(() => upToDate(stream, lead), 'the latest');
    const truth = world.scribe.truth(lead);
    expect(truth.nextEvents.length).toBeGreaterThan(0);
    for (const insight of told) expect(insight).toMatchObject({ nextEvents: [], prebakedActions: [] });
    expect(whole(stream.get(lead))).toEqual({ ...truth, nextEvents: [], prebakedActions: [] });
  });

  it('leaves prepared actions out where none are wanted', async () => {
    const lead = 'calm';
    await world.scribe.write(lead);
    expect(world.scribe.truth(lead).prebakedActions.length).toBe(1);
    const { told, until } = follow(client(), { kind: 'lead', lead }, { preemptiveAnalysis: false });
    await until(() => told.length === 1, 'the snapshot');
    expect(told[0]).toMatchObject({ prebakedActions: [], nextEvents: [{ kind: 'message' }] });
  });

  it.each([
    [{ updateFrequencyMs: -1 }, 'options.updateFrequencyMs'],
    [{ updateFrequencyMs: 1.5 }, 'options.updateFrequencyMs'],
    [{ predictionHorizonSeconds: 86_401 }, 'options.predictionHorizonSeconds'],
    [{ preemptiveAnalysis: 'yes' }, 'options.preemptiveAnalysis'],
    [{ updateFrequency: 5 }, 'options.updateFrequency'],
  ])('refuses %j', async (options, field) => {
    const socket = await world.client();
    socket.send({ type: 'subscribe', id: 'a', topic: { kind: 'lead', lead: 'x' }, options });
    expect(await socket.next('error')).toMatchObject({
      id: 'a',
      code: 'invalid',
      field,
      fix: expect.any(String),
    });
    socket.send({ type: 'subscribe', id: 'a', topic: { kind: 'tenant' }, options: {} });
    expect(await socket.next('error', 2)).toMatchObject({
      field: 'options',
      fix: expect.stringContaining('lead'),
    });
    await socket.end();
  });
});
