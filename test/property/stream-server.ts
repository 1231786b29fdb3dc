/**
 * A server of insights that keeps the gateway's promises over a network that keeps none: what it says may be lost,
 * doubled, late or out of order; sockets break; its history may be rolled back; HTTP fails and answers late.
 */
import { foldInsight, fullInsight } from '../../schemas/apply-delta.ts';
import type { ClientFrame, ServerFrame, Topic } from '../../schemas/frames.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { shardName } from '../../schemas/shards.ts';
import { erasure, type MadeUp, nextInsight } from '../made-up-insight.ts';

/** What becomes of the oldest frame on its way. */
export type Fate = 'arrives' | 'is lost' | 'comes twice' | 'is overtaken';

/** Fewer than there are leads, so that clients hear deltas of leads they do not know. */
const SNAPSHOT_LEADS = 2;
const SHARDS = 2;

interface LogEntry {
  shard: number;
  id: number;
  wire: WireInsight;
}
type Subscribe = Extract<ClientFrame, { type: 'subscribe' }>;
type Numbered = Extract<ServerFrame, { n: number }>;
type Unnumbered<F> = F extends Numbered ? Omit<F, 'id' | 'n'> : never;

interface Subscription {
  socket: FakeSocket;
  id: string;
  topic: Topic;
  n: number;
  /** Leads it missed while slow, by shard, and the entry before the first. */
  missed: Map<number, { before: number; leads: Set<string> }>;
}

export class FakeSocket {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  readonly onWay: string[] = [];
  readonly #server: StreamServer;

  constructor(server: StreamServer) {
    this.#server = server;
    setTimeout(() => this.#open(), 1);
  }
  #open(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.#server.sockets.add(this);
    (this.onopen as (() => void) | null)?.();
  }
  send(text: string): void {
    this.#server.hear(this, JSON.parse(text) as ClientFrame);
  }
  close(): void {
    this.readyState = 3;
    this.#server.forget(this);
  }
  /** The network breaks it. */
  break(): void {
    this.close();
    this.onWay.length = 0;
    (this.onclose as (() => void) | null)?.();
  }
  /** Lets the oldest frame meet its fate. */
  meet(fate: Fate): void {
    const text = this.onWay.shift();
    if (text === undefined) return;
    const hear = this.onmessage as ((event: { data: string }) => void) | null;
    if (fate === 'is overtaken') this.onWay.splice(1, 0, text);
    else if (fate !== 'is lost') hear?.({ data: text });
    if (fate === 'comes twice') hear?.({ data: text });
  }
}

export class StreamServer {
  readonly sockets = new Set<FakeSocket>();
  readonly #subscriptions = new Set<Subscription>();
  #leads = new Map<string, MadeUp>();
  /** Number of the latest insight of leads that were erased. */
  #erased = new Map<string, number>();
  #log: LogEntry[] = [];
  #trimmed = 0;
  #last = 0;
  #epoch = 1;
  slow = false;
  httpFails = false;
  /** Until an answer over HTTP, read at once, arrives. */
  latencyMs = 200;

  truth(lead: string): StreamingInsight | undefined {
    const known = this.#leads.get(lead);
    return known && fullInsight(known.view, known.head);
  }

  write(lead: string, attention: number): void {
    const after = this.#erased.get(lead);
    const options = { tenant: 'main', lead, agent: '', text: `${this.#last}`, attention };
    const next = nextInsight(this.#leads.get(lead), { ...options, ...(after !== undefined && { after }) });
    this.#erased.delete(lead);
    this.#leads.set(lead, next);
    this.#append(next.head);
  }

  erase(lead: string): void {
    const known = this.#leads.get(lead);
    if (!known) return;
    const wire = erasure(known);
    this.#leads.delete(lead);
    this.#erased.set(lead, wire.seq);
    this.#append(wire);
  }

  /** Entries so old can be recovered no more. */
  trim(): void {
    this.#trimmed = this.#last;
  }

  /** The store comes back without its last entries: another history, told to whom it concerns. */
  rollBack(entries: number): void {
    this.#log = this.#log.slice(0, Math.max(0, this.#log.length - entries));
    this.#last = this.#log.at(-1)?.id ?? 0;
    this.#trimmed = Math.min(this.#trimmed, this.#last);
    this.#leads = new Map();
    this.#erased = new Map();
    for (const { wire } of this.#log) {
      const view = foldInsight(this.#leads.get(wire.lead)?.view, wire);
      if (view) this.#leads.set(wire.lead, { view, head: wire });
      else {
        this.#leads.delete(wire.lead);
        this.#erased.set(wire.lead, wire.seq);
      }
    }
    this.#epoch++;
    for (const one of this.#subscriptions) this.#tell(one, { type: 'resync', reason: 'another history' });
    this.#subscriptions.clear();
  }

  /** Where the stream is, to all that hold nothing back; what slow ones missed, once they are slow no more. */
  tellPositions(): void {
    for (const one of this.#subscriptions) {
      if (!this.slow) this.#tellMissed(one);
      if (one.missed.size === 0) this.#tell(one, { type: 'position', offset: this.#offset() });
    }
  }

  answer(path: string): { ok: boolean; status: number; json(): Promise<unknown> } {
    if (this.httpFails) throw new Error('the network is away');
    const lead = /^\/v1\/leads\/([^?]+)$/.exec(path)?.[1];
    const body = lead === undefined ? [] : this.truth(decodeURIComponent(lead));
    const text = JSON.stringify(body ?? null);
    return { ok: body !== undefined, status: body ? 200 : 404, json: async () => JSON.parse(text) };
  }

  hear(socket: FakeSocket, frame: ClientFrame): void {
    if (frame.type === 'ping') socket.onWay.push('{"type":"pong"}');
    else if (frame.type === 'subscribe') this.#subscribe(socket, frame);
    else
      for (const one of this.#subscriptions)
        if (one.socket === socket && one.id === frame.id) this.#subscriptions.delete(one);
  }

  forget(socket: FakeSocket): void {
    this.sockets.delete(socket);
    for (const one of this.#subscriptions) if (one.socket === socket) this.#subscriptions.delete(one);
  }

  #subscribe(socket: FakeSocket, { id, topic, recover }: Subscribe): void {
    const one: Subscription = { socket, id, topic, n: 0, missed: new Map() };
    this.#subscriptions.add(one);
    const epoch = String(this.#epoch);
    const after = (shard: number) => Number(recover?.offset[shardName(shard)]?.split('-')[0] ?? -1);
    const whole = [...Array(SHARDS).keys()].every((shard) => after(shard) >= this.#trimmed);
    if (recover?.epoch === epoch && whole) {
      this.#tell(one, { type: 'subscribed', epoch, offset: recover.offset, recovered: true });
      for (const entry of this.#log) if (entry.id > after(entry.shard)) this.#offer(one, entry);
      return;
    }
    const snapshot = [...this.#leads.keys()]
      .filter((lead) => concerns(topic, lead))
      .map((lead) => this.truth(lead)!)
      .sort((a, b) => b.attention - a.attention)
      .slice(0, SNAPSHOT_LEADS);
    this.#tell(one, { type: 'subscribed', epoch, offset: this.#offset(), recovered: false, snapshot });
  }

  #append(wire: WireInsight): void {
    const entry = { shard: shardOfLead(wire.lead), id: ++this.#last, wire };
    this.#log.push(entry);
    for (const one of this.#subscriptions) this.#offer(one, entry);
  }

  #offer(one: Subscription, { shard, id, wire }: LogEntry): void {
    if (!concerns(one.topic, wire.lead)) return;
    if (!this.slow && one.missed.size > 0) this.#tellMissed(one);
    if (!this.slow) {
      this.#tell(one, { type: 'delta', shard: shardName(shard), offset: `${id}-0`, insight: wire });
      return;
    }
    const missed = one.missed.get(shard) ?? { before: id - 1, leads: new Set() };
    one.missed.set(shard, missed);
    missed.leads.add(wire.lead);
  }

  /** One state a missed lead; a shard's offset moves with the last of them. */
  #tellMissed(one: Subscription): void {
    for (const [shard, { before, leads }] of one.missed) {
      const left = [...leads];
      for (const [i, lead] of left.entries()) {
        const insight = this.truth(lead);
        if (!insight) {
          this.#subscriptions.delete(one);
          this.#tell(one, { type: 'resync', reason: 'erased while you were slow' });
          return;
        }
        const upTo = i === left.length - 1 ? this.#last : before;
        this.#tell(one, { type: 'state', shard: shardName(shard), offset: `${upTo}-0`, insight });
      }
    }
    one.missed.clear();
  }

  #offset(): Record<string, string> {
    return Object.fromEntries(
      [...Array(SHARDS).keys()].map((shard) => [shardName(shard), `${this.#last}-0`]),
    );
  }

  #tell(one: Subscription, frame: Unnumbered<Numbered>): void {
    one.n++;
    one.socket.onWay.push(JSON.stringify({ ...frame, id: one.id, n: one.n }));
  }
}

const shardOfLead = (lead: string): number => lead.charCodeAt(lead.length - 1) % SHARDS;
const concerns = (topic: Topic, lead: string): boolean => topic.kind !== 'lead' || topic.lead === lead;
