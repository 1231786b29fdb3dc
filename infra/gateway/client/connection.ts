/** The one socket: subscriptions over it, reconnection, and an honest word on its state. */
import type { ClientFrame, ServerFrame, StreamOptions, Topic } from '../../../schemas/frames.ts';
import { PROTOCOL } from '../../../schemas/limits.ts';
import { backoff, pause } from '../../run.ts';
import { createPlace, type NumberedFrame, type Place } from './place.ts';
import { OPEN, type SocketConstructor, type SocketLike } from './platform.ts';

/** `lost.since`: when the gateway was last heard (epoch ms); what is known is as of then. */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'lost'; since: number }
  | { kind: 'refused'; reason: string };

export type DataFrame = Exclude<NumberedFrame, { type: 'resync' }>;
export type ErrorFrame = Extract<ServerFrame, { type: 'error' }>;

/** All in ms. */
export interface Timing {
  ping: number;
  /** Unheard for so long, the gateway is gone: a dead network closes nothing. */
  silence: number;
  /** Unanswered for so long, a subscription is asked for again. */
  answer: number;
  /** The same of one that was answered: it hears where the stream is every 15 s, or has ended unheard. */
  quiet: number;
  /** Back-off with full jitter: the first, and the longest. */
  backoff: number;
  longestBackoff: number;
}
export const TIMING: Timing = {
  ...{ ping: 15_000, silence: 25_000, answer: 10_000, quiet: 40_000 },
  ...{ backoff: 400, longestBackoff: 15_000 },
};

export interface ConnectionOptions {
  url: string;
  token: string | (() => string | Promise<string>);
  WebSocket: SocketConstructor;
  /** Why the token is refused, or null; asked after each broken connection. */
  refusal(): Promise<string | null>;
  onState(state: ConnectionState): void;
  /** An error of no subscription, or of one that says nothing to it. */
  onError(frame: ErrorFrame): void;
  timing?: Partial<Timing>;
}

export interface Subscriber {
  /** The topic's frames in order, none missing and none twice. */
  deliver(frame: DataFrame): void;
  /** The gateway refuses the subscription; it is over. */
  onRefused?(frame: ErrorFrame): void;
}

export interface Connection {
  run(signal: AbortSignal): Promise<void>;
  /** Delivers until the returned function is called. */
  subscribe(topic: Topic, subscriber: Subscriber, options?: StreamOptions): () => void;
  /** Does not wait for the back-off to end. */
  retryNow(): void;
}

interface Entry extends Subscriber {
  place: Place;
  /** When the latest request was sent, or its latest frame came; epoch ms. */
  movedAt: number;
}

export function createConnection(options: ConnectionOptions): Connection {
  const timing = { ...TIMING, ...options.timing };
  const entries = new Set<Entry>();
  let socket: SocketLike | undefined;
  let heard = 0;
  let serial = 0;
  let wake = new AbortController();

  const send = (frame: ClientFrame) => {
    if (socket?.readyState === OPEN) socket.send(JSON.stringify(frame));
  };
  const ask = (entry: Entry) => {
    entry.movedAt = Date.now();
    send(entry.place.request());
  };
  const askAgain = (entry: Entry) => {
    send({ type: 'unsubscribe', id: entry.place.id });
    ask(entry);
  };
  const find = (id: string | undefined) => [...entries].find(({ place }) => place.id === id);

  function receive(frame: ServerFrame) {
    heard = Date.now();
    if (frame.type === 'pong') return;
    const entry = find(frame.id);
    if (frame.type === 'error') return refused(frame, entry);
    if (!entry) return;
    entry.movedAt = heard;
    const verdict = entry.place.accept(frame);
    if (verdict === 'next') entry.deliver(frame as DataFrame);
    else if (verdict !== 'again') askAgain(entry);
  }

  function refused(frame: ErrorFrame, entry: Entry | undefined) {
    if (entry) entries.delete(entry);
    if (entry?.onRefused) entry.onRefused(frame);
    else options.onError(frame);
  }

  function beat() {
    send({ type: 'ping' });
    const now = Date.now();
    // Asked too much at once, a gateway leaves frames out, and cannot say whose.
    for (const entry of entries)
      if (now - entry.movedAt > (entry.place.answered ? timing.quiet : timing.answer)) askAgain(entry);
  }

  /** One socket from dial to end; true when anything was heard on it. */
  async function connected(signal: AbortSignal): Promise<boolean> {
    const token = typeof options.token === 'string' ? options.token : await options.token();
    if (signal.aborted) return false;
    return new Promise((resolve) => {
      const dialled = new options.WebSocket(options.url, [PROTOCOL, `bearer.${token}`]);
      const dialledAt = Date.now();
      const timer = setInterval(() => {
        if (Date.now() - Math.max(heard, dialledAt) > timing.silence) end();
        else beat();
      }, timing.ping);
      const end = () => {
        clearInterval(timer);
        signal.removeEventListener('abort', end);
        dialled.onclose = dialled.onmessage = dialled.onopen = null;
        dialled.close();
        resolve(heard >= dialledAt);
      };
      signal.addEventListener('abort', end, { once: true });
      dialled.onclose = end;
      dialled.onerror = () => {}; // the close tells; `ws` throws what nobody listens to
      dialled.onmessage = ({ data }: { data: unknown }) => receive(JSON.parse(String(data)) as ServerFrame);
      dialled.onopen = () => {
        options.onState({ kind: 'live' });
        for (const entry of entries) ask(entry);
      };
      socket = dialled;
    });
  }

  return {
    async run(signal) {
      options.onState({ kind: 'connecting' });
      for (let attempt = 1; !signal.aborted; attempt++) {
        // A token that cannot be had is tried for again, as a gateway is.
        if (await connected(signal).catch(() => false)) attempt = 1;
        if (signal.aborted) return;
        options.onState(heard ? { kind: 'lost', since: heard } : { kind: 'connecting' });
        const reason = await options.refusal();
        if (reason) return options.onState({ kind: 'refused', reason });
        wake = new AbortController();
        const wait = backoff(attempt, timing.backoff, timing.longestBackoff);
        await pause(wait, AbortSignal.any([signal, wake.signal]));
      }
    },
    subscribe(topic, subscriber, streamOptions) {
      const place = createPlace(`s${++serial}`, topic, streamOptions);
      const entry: Entry = { ...subscriber, place, movedAt: 0 };
      entries.add(entry);
      ask(entry);
      return () => {
        if (entries.delete(entry)) send({ type: 'unsubscribe', id: entry.place.id });
      };
    },
    retryNow: () => wake.abort(),
  };
}
