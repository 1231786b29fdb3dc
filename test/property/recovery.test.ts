/**
 * Recovery, whatever happens: clients that vanish at random, gateways that restart, streams that are trimmed.
 * In the end each client’s folded view equals what was written, and every break on the way was said
 * (`recovered: false`), never silent.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Topic } from '../../schemas/frames.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { Folded, type GatewayClient } from '../integration/gateway-client.ts';
import { createScribe, type Scribe } from '../integration/gateway-scribe.ts';
import { SHARDS, startWorld, type World } from '../integration/gateway-world.ts';

type Step =
  | { kind: 'write'; lead: number; times: number }
  | { kind: 'lose' }
  | { kind: 'back' }
  | { kind: 'restart' }
  | { kind: 'trim'; keep: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        lead: fc.nat(7),
        times: fc.integer({ min: 1, max: 5 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('lose' as const) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('back' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('trim' as const), keep: fc.nat(2) }) },
  ),
  { minLength: 5, maxLength: 40 },
);
const topics = fc.constantFrom<Topic>(
  { kind: 'tenant' },
  { kind: 'lead', lead: 'lead 3' },
  { kind: 'agent', agent: 'kim' },
);

/** One client over its many sockets. */
class Wanderer {
  readonly folded = new Folded();
  socket: GatewayClient | undefined;
  #taken = 0;
  readonly #world: World;
  readonly #tenant: string;
  readonly #topic: Topic;

  constructor(world: World, tenant: string, topic: Topic) {
    this.#world = world;
    this.#tenant = tenant;
    this.#topic = topic;
  }

  async back(): Promise<void> {
    if (this.socket && !this.socket.closed) return;
    this.socket = await this.#world.client(await this.#world.token({ tenant: this.#tenant }));
    this.#taken = 0;
    this.folded.begin();
    const { epoch, offset } = this.folded;
    this.socket.subscribe('s', this.#topic, epoch ? { epoch, offset } : undefined);
  }

  /** Vanishes with some frames unread, as a client does. */
  async lose(): Promise<void> {
    this.read();
    await this.socket?.end();
  }

  read(): void {
    const { frames } = this.socket!;
    for (; this.#taken < frames.length; this.#taken++) {
      expect(this.folded.take(frames[this.#taken]!)).toBe('ok');
    }
  }

  /** Reads until it knows what is true; what a delta could not be applied to is fetched, as clients do. */
  async knows(leads: string[], scribe: Scribe): Promise<void> {
    await this.back();
    await this.socket!.until(
      () => {
        this.read();
        return leads.every((lead) => {
          const seq = this.folded.leads.get(lead)?.head.seq;
          return this.folded.unknown.has(lead) || seq === scribe.truth(lead, this.#tenant).seq;
        });
      },
      `the truth of ${leads.join(', ')}`,
    );
    const token = await this.#world.token({ tenant: this.#tenant });
    for (const lead of this.folded.unknown) {
      const answer = await this.#world.http(`/v1/leads/${encodeURIComponent(lead)}`, { token });
      this.folded.put((await answer.json()) as StreamingInsight);
    }
    for (const lead of leads) expect(this.folded.full(lead)).toEqual(scribe.truth(lead, this.#tenant));
  }
}

describe('recovery', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const agentOf = (lead: number) => (lead % 2 ? 'kim' : 'lou');
  const concerned = (topic: Topic, lead: number) =>
    topic.kind === 'tenant' || (topic.kind === 'lead' ? lead === 3 : agentOf(lead) === 'kim');

  let run = 0;
  const play = async (topic: Topic, script: Step[]) => {
    const tenant = `t${run++}`;
    const scribe = createScribe(world.connection, SHARDS.leads);
    const client = new Wanderer(world, tenant, topic);
    const written = new Set<number>();
    await client.back();
    for (const step of script) {
      if (step.kind === 'write') {
        written.add(step.lead);
        for (let i = 0; i < step.times; i++)
          await scribe.write(`lead ${step.lead}`, { tenant, agent: agentOf(step.lead) });
      } else if (step.kind === 'trim') {
        for (let shard = 0; shard < SHARDS.leads; shard++) {
          await world.connection.client.xtrim(shardKeys('leads', shard).insights, 'MAXLEN', step.keep);
        }
      } else if (step.kind === 'restart') {
        await world.restart();
      } else {
        await client[step.kind]();
      }
    }
    await client.knows(
      [...written].filter((lead) => concerned(topic, lead)).map((lead) => `lead ${lead}`),
      scribe,
    );
    await client.lose();
  };

  it('leaves every client with the truth', async () => {
    await fc.assert(fc.asyncProperty(topics, steps, play), { numRuns: 40, endOnFailure: true });
  });
});
