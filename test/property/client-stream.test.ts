/**
 * Snapshot plus deltas equals the server's full state, whatever the network does meanwhile: loss, doubling, reordering,
 * broken sockets, slow spells with conflation, trimmed and rolled-back histories, HTTP that fails or answers late. Once
 * the network is good again nothing more need happen to any lead for a client to have it right.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Client, connect } from '../../infra/gateway/client/connect.ts';
import type { LeadStream } from '../../infra/gateway/client/lead-stream.ts';
import type { SocketConstructor } from '../../infra/gateway/client/platform.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { FakeSocket, type Fate, StreamServer } from './stream-server.ts';

const LEADS = ['a', 'b', 'c', 'd'];
const ONE = 'b';
const FATES: Fate[] = ['arrives', 'is lost', 'comes twice', 'is overtaken'];
/** Of the simulated clock, ms. */
const TIMING = { ping: 1000, silence: 2500, answer: 800, quiet: 3000, backoff: 50, longestBackoff: 400 };

type Step =
  | { kind: 'write'; lead: string; attention: number }
  | { kind: 'erase'; lead: string }
  | { kind: 'frames'; fates: Fate[] }
  | { kind: 'wait'; ms: number }
  | { kind: 'slow' | 'http'; on: boolean }
  | { kind: 'latency'; ms: number }
  | { kind: 'roll back'; entries: number }
  | { kind: 'break' | 'trim' | 'positions' };

const lead = fc.constantFrom(...LEADS);
const steps = fc.array(
  fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        lead,
        attention: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
    {
      weight: 10,
      arbitrary: fc.record({
        kind: fc.constant('frames' as const),
        fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 8 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(1500) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('slow' as const, 'http' as const), on: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('latency' as const), ms: fc.nat(3000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), lead }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('roll back' as const), entries: fc.nat(5) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('break' as const, 'trim' as const, 'positions' as const),
      }),
    },
  ),
  { minLength: 10, maxLength: 80 },
);

/** The client under test with its streams, and what each way of listening made of them. */
class World {
  readonly server = new StreamServer();
  readonly client: Client;
  readonly all: LeadStream;
  readonly one: LeadStream;
  readonly called = new Map<string, StreamingInsight>();
  readonly iterated = new Map<string, StreamingInsight>();

  constructor() {
    const { server } = this;
    const Socket = class extends FakeSocket {
      constructor() {
        super(server);
      }
    } as unknown as SocketConstructor;
    this.client = connect({
      ...{ url: 'http://gateway', token: 'token', WebSocket: Socket, timing: TIMING },
      // Read at once, told later: what is heard meanwhile may be newer.
      fetch: async (url) => {
        const latency = server.latencyMs;
        const answer = server.answer(url.slice('http://gateway'.length));
        await new Promise((resolve) => setTimeout(resolve, latency));
        return answer;
      },
    });
    this.all = this.client.open(
      { kind: 'tenant' },
      {
        onInsight: (insight) => void this.called.set(insight.lead, insight),
        onForget: (gone) => void this.called.delete(gone),
      },
    );
    this.one = this.client.open({ kind: 'lead', lead: ONE });
    void this.#iterate();
  }

  /** A reader that takes its time. */
  async #iterate(): Promise<void> {
    for await (const insight of this.all) {
      this.iterated.set(insight.lead, insight);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  frames(fates: Fate[]): void {
    for (const socket of this.server.sockets) for (const fate of fates) socket.meet(fate);
  }

  async take(step: Step): Promise<void> {
    const { server } = this;
    if (step.kind === 'write') server.write(step.lead, step.attention);
    else if (step.kind === 'erase') server.erase(step.lead);
    else if (step.kind === 'frames') this.frames(step.fates);
    else if (step.kind === 'wait') await vi.advanceTimersByTimeAsync(step.ms);
    else if (step.kind === 'slow') server.slow = step.on;
    else if (step.kind === 'http') server.httpFails = !step.on;
    else if (step.kind === 'latency') server.latencyMs = step.ms;
    else if (step.kind === 'roll back') server.rollBack(step.entries);
    else if (step.kind === 'trim') server.trim();
    else if (step.kind === 'positions') server.tellPositions();
    else for (const socket of server.sockets) socket.break();
    await vi.advanceTimersByTimeAsync(1);
  }

  /** From now on all arrives; nobody writes any more. */
  async settle(): Promise<void> {
    this.server.slow = false;
    this.server.httpFails = false;
    for (let round = 0; round < 40; round++) {
      this.server.tellPositions();
      this.frames(Array<Fate>(200).fill('arrives'));
      await vi.advanceTimersByTimeAsync(500);
    }
    await vi.advanceTimersByTimeAsync(20_000); // the longest back-off of a fetch
    this.frames(Array<Fate>(200).fill('arrives'));
    await vi.advanceTimersByTimeAsync(1000);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('has every lead it knows as the server has it, when the network is good again', async () => {
  let known = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const world = new World();
      try {
        for (const step of taken) await world.take(step);
        await world.settle();
        expect(world.one.get(ONE)).toEqual(world.server.truth(ONE));
        for (const insight of world.all.all()) {
          known++;
          expect(insight).toEqual(world.server.truth(insight.lead));
          expect(world.called.get(insight.lead)).toEqual(insight);
          expect(world.iterated.get(insight.lead)).toEqual(insight);
        }
        // None that it should know is missing: one more change of each makes all of them known, and right.
        for (const name of LEADS) world.server.write(name, 0.5);
        await world.settle();
        for (const name of LEADS) expect(world.all.get(name)).toEqual(world.server.truth(name));
      } finally {
        world.client.close();
      }
    }),
    { numRuns: 150 },
  );
  expect(known).toBeGreaterThan(150); // or nothing was compared
}, 120_000);
