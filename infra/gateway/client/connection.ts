/** The one socket: subscriptions over it, reconnection, and an honest word on its state. */
import type { ClientFrame, ServerFrame, Topic } from '../../../../schemas/frames.ts';
import { PROTOCOL } from '../../../../schemas/limits.ts';
import { backoff, pause } from '../../../run.ts';
import { createSubscription, type NumberedFrame, type Subscription } from './subscription.ts';

/** `lost.since`: when the gateway was last heard (epoch ms); what is on screen is as of then. */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'lost'; since: number }
  | { kind: 'refused'; reason: string };

export type DataFrame = Exclude<NumberedFrame, { type: 'resync' }>;
export type ErrorFrame = Extract<ServerFrame, { type: 'error' }>;

export interface ConnectionOptions {
  url: string;
  token: string;
  /** Why the token is refused, or null; asked after each broken connection. */
  refusal(): Promise<string | null>;
  onState(state: ConnectionState): void;
  onError(frame: ErrorFrame): void;
}

export interface Connection {
  run(signal: AbortSignal): Promise<void>;
  /** Delivers the topic's frames in order, none missing, until the returned function is called. */
  subscribe(topic: Topic, deliver: (frame: DataFrame) => void): () => void;
  /** Does not wait for the back-off to end. */
  retryNow(): void;
}

const PING_MS = 15_000;
const SILENCE_MS = 25_000;

export function createConnection(options: ConnectionOptions): Connection {
  const entries = new Set<{ subscription: Subscription; deliver(frame: DataFrame): void }>();
  let socket: WebSocket | undefined;
  let heard = 0;
  let serial = 0;
  let wake = new AbortController();

  const send = (frame: ClientFrame) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };

  function receive(frame: ServerFrame) {
    heard = Date.now();
    if (frame.type === 'pong') return;
    if (frame.type === 'error') return options.onError(frame);
    const entry = [...entries].find(({ subscription }) => subscription.id === frame.id);
    if (!entry) return;
    const { subscription } = entry;
    if (subscription.accept(frame) === 'next') return entry.deliver(frame as DataFrame);
    send({ type: 'unsubscribe', id: subscription.id });
    send(subscription.request());
  }

  /** One socket from dial to end; true when it was ever open. */
  function connected(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const dialled = new WebSocket(options.url, [PROTOCOL, `bearer.${options.token}`]);
      const dialledAt = Date.now();
      let opened = false;
      const beat = setInterval(() => {
        // A dead network closes nothing: silence is the only sign.
        if (Date.now() - Math.max(heard, dialledAt) > SILENCE_MS) end();
        else send({ type: 'ping' });
      }, PING_MS);
      const end = () => {
        clearInterval(beat);
        signal.removeEventListener('abort', end);
        dialled.onclose = dialled.onmessage = dialled.onopen = null;
        dialled.close();
        resolve(opened);
      };
      signal.addEventListener('abort', end, { once: true });
      dialled.onclose = end;
      dialled.onmessage = (message) => receive(JSON.parse(message.data as string) as ServerFrame);
      dialled.onopen = () => {
        opened = true;
        heard = Date.now();
        options.onState({ kind: 'live' });
        for (const { subscription } of entries) send(subscription.request());
      };
      socket = dialled;
    });
  }

  return {
    async run(signal) {
      options.onState({ kind: 'connecting' });
      for (let attempt = 1; !signal.aborted; attempt++) {
        if (await connected(signal)) attempt = 1;
        if (signal.aborted) return;
        options.onState(heard ? { kind: 'lost', since: heard } : { kind: 'connecting' });
        const reason = await options.refusal();
        if (reason) return options.onState({ kind: 'refused', reason });
        wake = new AbortController();
        await pause(backoff(attempt, 400, 15_000), AbortSignal.any([signal, wake.signal]));
      }
    },
    subscribe(topic, deliver) {
      const entry = { subscription: createSubscription(`s${++serial}`, topic), deliver };
      entries.add(entry);
      send(entry.subscription.request());
      return () => {
        entries.delete(entry);
        send({ type: 'unsubscribe', id: entry.subscription.id });
      };
    },
    retryNow: () => wake.abort(),
  };
}
