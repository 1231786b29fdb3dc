/** A flow small enough to predict by hand: every lead counts its events and checks their order. */
import { type Flow, type Output, pass, reject } from '../schemas/flow.ts';
import { leadKey, shardOf } from '../schemas/shards.ts';

export interface ToyEvent {
  tenant: string;
  lead: string;
  id: string;
  n: number;
  /** What this event asks for besides being counted. */
  ask?: 'throw' | 'reject' | { timerIn: number } | { tell: string };
}

export interface ToyState {
  seq: number;
  lastN: number;
  misordered: number;
}

export function createToyFlow(shards: number): Flow<ToyState, ToyEvent> {
  return {
    name: 'toy',
    space: 'leads',
    decode({ bytes, shard }) {
      try {
        const event = JSON.parse(Buffer.from(bytes).toString()) as ToyEvent;
        const key = leadKey(event.tenant, event.lead);
        if (shardOf(key, shards) !== shard) return reject('decode', 'wrong shard');
        return pass({ key, id: event.id, event });
      } catch (error) {
        return reject('decode', (error as Error).message);
      }
    },
    run: (work) =>
      work.map(({ event, state = { seq: 0, lastN: -1, misordered: 0 }, receivedAt }) => {
        if (event.ask === 'throw') throw new Error('asked to throw');
        if (event.ask === 'reject') return reject('toy', 'asked to reject');
        const next: ToyState = {
          seq: state.seq + 1,
          lastN: event.n,
          misordered: state.misordered + (event.n > state.lastN ? 0 : 1),
        };
        return pass({ state: next, outputs: outputsOf(event, next, receivedAt) });
      }),
    pack: (state) => Buffer.from(JSON.stringify(state)),
    unpack: (bytes) => JSON.parse(Buffer.from(bytes).toString()),
  };
}

function outputsOf(event: ToyEvent, state: ToyState, receivedAt: number): Output[] {
  const { tenant, lead, ask } = event;
  const route = { tenant, lead, agent: '' };
  const outputs: Output[] = [
    { to: 'insights', route, body: { lead, seq: state.seq, n: event.n, id: event.id } },
  ];
  if (typeof ask === 'object' && 'timerIn' in ask) {
    const fired: ToyEvent = { tenant, lead, id: `fired-${event.id}`, n: event.n + 0.5 };
    outputs.push({
      to: 'timer',
      id: `t/${lead}`,
      due: receivedAt + ask.timerIn,
      generation: event.n,
      event: fired,
    });
  }
  if (typeof ask === 'object' && 'tell' in ask) {
    const told: ToyEvent = { tenant, lead: ask.tell, id: `told-${event.id}`, n: event.n };
    outputs.push({ to: 'outbox', space: 'leads', key: leadKey(tenant, ask.tell), event: told });
  }
  return outputs;
}
