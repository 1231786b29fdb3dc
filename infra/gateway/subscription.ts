/**
 * One subscription of one socket. It opens (what happens meanwhile waits), is live (frames go straight out), or the
 * client does not keep up: then insights conflate (one state a missed lead, once it reads again), and alerts, which
 * are few, wait. It ends with its socket or with a resync. `n` numbers its frames without a hole.
 */
import {
  type Offset,
  type Owner,
  type StreamOptions,
  streamOptions,
  type Topic,
  type Warm,
} from '../../schemas/frames.ts';
import { type Conflation, createConflation, type Missed, toldUpTo } from './conflation.ts';
import { type Delivery, place, startOf } from './delivery.ts';
import { createNarrow, type Narrow, narrowSnapshot } from './narrow.ts';
import { createPace, type Pace } from './pace.ts';
import { compareIds } from './stream-id.ts';
import { feedOf } from './topics.ts';
import type { Socket } from './transport.ts';
import type { Snapshot, Views } from './views.ts';

export const MAX_WAITING = 5000;
const STATES_A_READ = 50;

/** The socket as a subscription sees it, one for all of them: what they send in one turn leaves together. */
export type Outlet = Pick<Socket<unknown>, 'send' | 'sendNumbered' | 'together' | 'buffered'>;

export interface SubscriptionDeps {
  outlet: Outlet;
  /** What a client that keeps up leaves unread at most. */
  slowBytes: number;
  views: Views;
  /** Called once, when it ends by itself. */
  onEnd(subscription: Subscription): void;
  /** A delta was replaced by a state to come. */
  onConflated(): void;
  /** Telling late what was held back failed: the store is away, or a bug. */
  onError(error: unknown): void;
}

/** What the answer to opening a lead says besides. */
export interface Opened {
  owner?: Owner;
  warm?: Warm;
}

export class Subscription {
  // What each delivery looks at stays close together: with many sockets, memory is what an offer waits for.
  #phase: 'opening' | 'live' | 'conflating' | 'holding' | 'ended' = 'opening';
  #n = 0;
  readonly outlet: Outlet;
  readonly #slowBytes: number;
  /** The one change since the last frame that waits for its time; a second makes it a conflation. */
  #held: Delivery | undefined;
  /** Null where everything passes at once. */
  readonly #pace: Pace | null;
  /** Shards of which a recovered client has seen more than this gateway yet. */
  #ahead: Map<number, string> | null = null;
  /** Numbers the client has from a snapshot or state: a delta up to there is old news. Forgotten after a while. */
  #known: Map<string, number> | null = null;
  readonly #narrow: Narrow | null;
  /** What frames begin with: those passed on, whole, and the others without their type. */
  readonly #passed: Uint8Array;
  readonly #start: string;
  readonly tenant: string;
  readonly topic: Topic;
  readonly shards: number[];
  readonly #deps: SubscriptionDeps;
  #waiting: Delivery[] = [];
  #conflation: Conflation = createConflation();
  #telling = false;

  constructor(
    id: string,
    tenant: string,
    topic: Topic,
    shards: number[],
    options: StreamOptions | undefined,
    deps: SubscriptionDeps,
  ) {
    this.tenant = tenant;
    this.topic = topic;
    this.shards = shards;
    this.outlet = deps.outlet;
    this.#slowBytes = deps.slowBytes;
    this.#deps = deps;
    const { updateFrequencyMs } = streamOptions(options);
    this.#narrow = createNarrow(options);
    const paced = topic.kind === 'lead' && updateFrequencyMs > 0;
    this.#pace = paced ? createPace(updateFrequencyMs, () => this.#due()) : null;
    this.#start = `","id":${JSON.stringify(id)},"n":`;
    this.#passed = startOf(feedOf(topic), id);
  }

  get ended(): boolean {
    return this.#phase === 'ended';
  }

  /** Whether the client keeps up. */
  #writable(): boolean {
    return this.outlet.buffered() <= this.#slowBytes;
  }

  /** Takes part in what happens: sends it, keeps it for later, or leaves it to a state. */
  offer(delivery: Delivery): void {
    if (this.#phase === 'opening') this.#keep(delivery, 'too much happened while the snapshot was read');
    else if (this.#phase === 'live' && this.#writable()) this.#pass(delivery);
    else if (!this.ended) this.#fallBehind(delivery);
  }

  /** The client has everything up to `offset`; the replayed gap follows by {@link replay}. */
  recovered(epoch: string, offset: Offset, ahead: Map<number, string>, opened: Opened = {}): void {
    if (ahead.size) this.#ahead = ahead;
    this.#send('subscribed', `,${members({ epoch, offset, recovered: true, ...opened })}}`);
  }

  snapshot(epoch: string, offset: Offset, snapshot: Snapshot, opened: Opened = {}): void {
    const { tail, seqs } = this.#narrow ? narrowSnapshot(snapshot, this.#narrow) : snapshot;
    if (seqs.size) this.#known = new Map(seqs);
    this.#send('subscribed', `,${members({ epoch, offset, recovered: false, ...opened })},`, tail);
  }

  /** One entry of the gap; the caller keeps the pace. */
  replay(delivery: Delivery): void {
    if (this.#phase === 'opening') this.#deliver(delivery);
  }

  /** The opening is over: what waited goes out, and the rest as it comes. */
  live(): void {
    if (this.#phase !== 'opening') return;
    this.#phase = 'live';
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const delivery of waiting) this.offer(delivery);
  }

  /**
   * Tells where the streams are, though nothing was for this client. Only true when nothing is held back, and the
   * client has not seen more elsewhere.
   * @param positions by shard
   * @param offset JSON of them as an Offset
   */
  position(positions: string[], offset: string): void {
    if (this.#phase === 'live' && !this.#held && this.#writable() && !this.#isAhead(positions))
      this.#send('position', `,"offset":${offset}}`);
  }

  #isAhead(positions: string[]): boolean {
    for (const [shard, id] of this.#ahead ?? [])
      if (compareIds(positions[shard]!, id) >= 0) this.#ahead!.delete(shard);
    return (this.#ahead?.size ?? 0) > 0;
  }

  /** By now the tail has passed what snapshots had in advance. */
  forget(): void {
    if (this.#phase === 'live') this.#known = null;
  }

  /** The history broke: the client subscribes anew. */
  resync(reason: string): void {
    if (this.ended) return;
    this.#send('resync', `,${members({ reason })}}`);
    this.end();
    this.#deps.onEnd(this);
  }

  end(): void {
    this.#phase = 'ended';
    this.#pace?.end();
    this.#waiting = [];
    this.#held = undefined;
    this.#conflation = createConflation();
  }

  /** The socket took something: tells what was missed until it is full again. Rejects when the store is away. */
  async drained(): Promise<void> {
    if (this.#phase === 'holding') this.#tellHeld();
    if (this.#phase !== 'conflating' || this.#telling) return;
    this.#telling = true;
    try {
      await this.#tellMissed();
    } finally {
      this.#telling = false;
    }
  }

  async #tellMissed(): Promise<void> {
    while (this.#phase === 'conflating' && this.#writable()) {
      const missed = this.#conflation.take();
      if (!missed) this.#phase = 'live';
      else if (this.#pace && !this.#pace.open()) return this.#conflation.restore(missed);
      else await this.#tell(missed);
    }
  }

  async #tell(missed: Missed): Promise<void> {
    const { views } = this.#deps;
    try {
      while (missed.leads.size && !this.ended) {
        const leads = [...missed.leads].slice(0, STATES_A_READ);
        const found = await views.views(this.tenant, leads);
        for (const [i, view] of found.entries()) {
          if (this.ended || !this.#writable()) return;
          // An erased lead has no state: the client must drop it, which only a new snapshot says.
          if (!view) return this.resync('a lead was erased while you were slow');
          missed.leads.delete(leads[i]!);
          this.#known ??= new Map();
          this.#known.set(view.lead, view.seq);
          const offset = toldUpTo(missed, missed.leads.size === 0);
          const json = this.#narrow ? this.#narrow.json(view.json) : view.json;
          this.#send('state', `,${place(missed.shard, offset)},"insight":${json}}`);
          this.#pace?.spend();
        }
      }
    } finally {
      if (missed.leads.size && !this.ended) this.#conflation.restore(missed);
    }
  }

  #keep(delivery: Delivery, orElse: string): void {
    this.#waiting.push(delivery);
    if (this.#waiting.length > MAX_WAITING) this.resync(orElse);
  }

  /** At its pace. */
  #pass(delivery: Delivery): void {
    if (this.#held) this.#conflate(delivery);
    else if (!this.#pace || this.#pace.open()) this.#deliver(delivery);
    else this.#held = delivery;
  }

  #fallBehind(delivery: Delivery): void {
    if (delivery.feed === 'alerts') {
      this.#phase = 'holding';
      this.#keep(delivery, 'you read too slowly: more alerts came than can be kept');
    } else this.#conflate(delivery);
  }

  #tellHeld(): void {
    while (this.#waiting.length && this.#writable()) this.#deliver(this.#waiting.shift()!);
    if (!this.#waiting.length) this.#phase = 'live';
  }

  /** The interval is over: tells what it held back. */
  #due(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.offer(held);
    this.drained().catch(this.#deps.onError);
  }

  #conflate({ entry }: Delivery): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.#conflate(held);
    this.#phase = 'conflating';
    this.#deps.onConflated();
    if (!this.#conflation.miss(entry))
      this.resync('you read too slowly: more leads changed than can be kept');
  }

  #deliver(delivery: Delivery): void {
    if ((this.#ahead || this.#known) && this.#isOldNews(delivery)) return;
    const tail = this.#narrow ? delivery.tailWith(this.#narrow.wire(delivery.entry.body)) : delivery.tail;
    this.outlet.sendNumbered(this.#passed, ++this.#n, tail);
    this.#pace?.spend();
  }

  #isOldNews(delivery: Delivery): boolean {
    const { shard, id, lead } = delivery.entry;
    const ahead = this.#ahead?.get(shard);
    if (ahead !== undefined) {
      if (compareIds(id, ahead) <= 0) return true;
      this.#ahead?.delete(shard);
    }
    const known = this.#known?.get(lead);
    if (known === undefined) return false;
    if (delivery.seq() <= known) return true;
    this.#known?.delete(lead);
    return false;
  }

  #send(type: string, rest: string, tail?: Uint8Array): void {
    this.#n++;
    this.outlet.send(`{"type":"${type}${this.#start}${this.#n}${rest}`, tail);
  }
}

/** Members of an object's JSON, without its braces. */
const members = (value: object): string => JSON.stringify(value).slice(1, -1);
