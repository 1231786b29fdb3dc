/** A socket client that keeps every frame, checks `n`, and folds what it hears as a real client does. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { applyDelta, fullInsight, type PackedView, packedView } from '../../schemas/apply-delta.ts';
import type { ServerFrame, Topic } from '../../schemas/frames.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

export class GatewayClient {
  readonly frames: ServerFrame[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | undefined;
  #error = '';
  #listeners: (() => void)[] = [];

  constructor(
    port: number,
    token: string | undefined,
    options: { origin?: string; protocols?: string[] } = {},
  ) {
    const protocols = options.protocols ?? ['doorstep.v1', `bearer.${token}`];
    const headers = options.origin ? { origin: options.origin } : {};
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/v1/stream`, protocols, { headers });
    this.socket.on('error', ({ message }) => {
      this.#error = ` (${message})`;
    });
    this.socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)));
      this.#tell();
    });
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
      this.#tell();
    });
  }

  #tell(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }

  #fate(): string {
    return this.closed ? `; closed with ${this.closed.code} ${this.closed.reason}${this.#error}` : '';
  }

  async open(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  subscribe(id: string, topic: Topic, recover?: { epoch: string; offset: Record<string, string> }): void {
    this.send({ type: 'subscribe', id, topic, ...(recover && { recover }) });
  }

  /** Resolves when the condition holds; checked at every frame and at the close. Rejects after 10 s. */
  async until(condition: () => boolean, what: string): Promise<void> {
    const late = AbortSignal.timeout(10_000);
    while (!condition()) {
      await new Promise<void>((resolve, reject) => {
        this.#listeners.push(resolve);
        late.addEventListener('abort', () => reject(new Error(`never came: ${what}${this.#fate()}`)), {
          once: true,
        });
      });
    }
  }

  of<T extends ServerFrame['type']>(type: T, id?: string): Frame<T>[] {
    return this.frames.filter(
      (frame): frame is Frame<T> =>
        frame.type === type && (id === undefined || ('id' in frame && frame.id === id)),
    );
  }

  /** The `count`-th frame of a type. */
  async next<T extends ServerFrame['type']>(type: T, count = 1, id?: string): Promise<Frame<T>> {
    await this.until(() => this.of(type, id).length >= count, `${type} ${count} of ${id ?? 'any'}`);
    return this.of(type, id)[count - 1]!;
  }

  async end(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.terminate();
    await this.until(() => this.closed !== undefined, 'close');
  }
}

/** What a client knows of one subscription: the rules every client library follows. */
export class Folded {
  readonly leads = new Map<string, { view: PackedView; head: WireInsight }>();
  epoch = '';
  offset: Record<string, string> = {};
  /** Leads heard of by a delta that could not be applied: to be fetched over HTTP. */
  readonly unknown = new Set<string>();
  #n = 0;

  /** A new subscription, recovering or not. */
  begin(): void {
    this.#n = 0;
  }

  take(frame: ServerFrame): 'ok' | 'resync' {
    if (!('n' in frame)) return 'ok';
    if (frame.n !== ++this.#n) throw new Error(`frame ${frame.n} after ${this.#n - 1}`);
    if (frame.type === 'resync') return 'resync';
    if (frame.type === 'subscribed') this.#subscribed(frame);
    else if (frame.type === 'position') Object.assign(this.offset, frame.offset);
    else {
      if (frame.type === 'state') this.put(frame.insight);
      else if (frame.type === 'delta') this.#delta(frame.insight);
      this.offset[frame.shard] = frame.offset;
    }
    return 'ok';
  }

  put(insight: StreamingInsight): void {
    const known = this.leads.get(insight.lead);
    if (known && known.head.seq > insight.seq) return;
    this.leads.set(insight.lead, { view: packedView(insight), head: headOf(insight) });
    this.unknown.delete(insight.lead);
  }

  full(lead: string): StreamingInsight {
    const { view, head } = this.leads.get(lead)!;
    return fullInsight(view, { ...head, insightDelta: {} });
  }

  #subscribed(frame: Frame<'subscribed'>): void {
    this.epoch = frame.epoch;
    if (frame.recovered) return;
    this.offset = { ...frame.offset };
    this.leads.clear();
    this.unknown.clear();
    for (const insight of frame.snapshot ?? []) this.put(insight);
  }

  #delta(wire: WireInsight): void {
    const known = this.leads.get(wire.lead);
    if (known && wire.seq <= known.head.seq) return;
    if (wire.seq !== (known?.head.seq ?? 0) + 1) {
      if (known) throw new Error(`${wire.lead}: insight ${wire.seq} after ${known.head.seq}`);
      this.unknown.add(wire.lead);
      return;
    }
    this.leads.set(wire.lead, { view: applyDelta(known?.view, wire.insightDelta), head: wire });
  }
}

function headOf(insight: StreamingInsight): WireInsight {
  const { tenant, lead, seq, event, cause, at, happening, intents, entities, processingTimeMs, stages } =
    insight;
  const head = {
    tenant,
    lead,
    seq,
    event,
    cause,
    at,
    happening,
    intents,
    entities,
    processingTimeMs,
    stages,
  };
  return { v: 1, ...head, insightDelta: {} };
}
