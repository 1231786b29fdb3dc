/** One open socket: reads the client's frames, keeps its subscriptions, and ends with its token. */
import type { Static } from 'typebox';
import type { Subscribe } from '../../schemas/frames.ts';
import { CLOSE, MAX_SUBSCRIPTIONS } from '../../schemas/limits.ts';
import type { Problem } from '../../schemas/words.ts';
import type { Metrics } from '../metrics.ts';
import type { Claims } from './auth.ts';
import type { FrameBudget } from './frame-budget.ts';
import type { Hub } from './hub.ts';
import { createInbox } from './inbox.ts';
import type { LeadNodes } from './lead-nodes.ts';
import { openOnOwner, openSubscription } from './opening.ts';
import type { Presence } from './presence.ts';
import { type Feed, type GatewayStore, StoreAway } from './store.ts';
import { isStreamId } from './stream-id.ts';
import { Subscription } from './subscription.ts';
import { feedOf, shardsOfTopic } from './topics.ts';
import type { Socket } from './transport.ts';
import type { ReadSnapshot, Views } from './views.ts';

/** What a socket may leave unread at most, conflation or not: only a client that keeps asking gets there. */
const HARD_LIMIT_BYTES = 16 * 1024 * 1024;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface SessionDeps {
  store: GatewayStore;
  nodes: LeadNodes;
  views: Views;
  snapshot: ReadSnapshot;
  hubs: Record<Feed, Hub>;
  presence: Pick<Presence, 'enter' | 'leave'>;
  metrics: Pick<Metrics, 'conflated'>;
  slowClientBytes: number;
  /** Of all the tenant's sockets. */
  frames: Pick<FrameBudget, 'spend'>;
  /** A bug or an outage met while serving a frame. */
  onError(error: unknown): void;
}

export interface Session {
  claims: Claims;
  message(bytes: Uint8Array): void;
  drain(): void;
  /** Forgets everything; the socket is closed already. */
  end(): void;
  /** Tells the client to connect elsewhere in that time; it is served until it closes. */
  move(retryAfterMs: number): void;
  /** Closes it, for the gateway stops. */
  restart(): void;
  close(code: number, reason: string): void;
}

export function createSession(socket: Socket<unknown>, claims: Claims, deps: SessionDeps): Session {
  const subscriptions = new Map<string, Subscription>();
  const { slowClientBytes: slowBytes } = deps;
  const writable = () => socket.buffered() <= slowBytes;
  let gone = false;
  let waiters: (() => void)[] = [];
  const wake = () => {
    const woken = waiters;
    waiters = [];
    for (const resume of woken) resume();
  };
  /** Resolves when the client reads, or is gone. */
  const keepsUp = async () => {
    while (!gone && !writable()) await new Promise<void>((resolve) => waiters.push(resolve));
  };
  const say = (frame: object) => {
    socket.send(JSON.stringify(frame));
    if (socket.buffered() > HARD_LIMIT_BYTES) socket.close(CLOSE.tooSlow, 'you ask but do not read');
  };
  const refuse = (code: string, { field, message, fix }: Problem, id?: string) =>
    say({ type: 'error', ...(id !== undefined && { id }), code, field, message: `${field} ${message}`, fix });

  const leave = (subscription: Subscription) => {
    subscription.end();
    deps.hubs[feedOf(subscription.topic)].remove(subscription);
    deps.presence.leave(subscription);
  };

  /** The client reconnects with back-off and recovers, which serves all its subscriptions at once. */
  const tryAgain = () => socket.close(CLOSE.tryAgain, 'the store is away');

  const onError = (error: unknown) => {
    if (!(error instanceof StoreAway)) deps.onError(error);
    tryAgain();
  };

  const subscribe = async (frame: Static<typeof Subscribe>) => {
    const { id, topic, options, recover } = frame;
    const problem = subscribeProblem(frame, subscriptions);
    if (problem) return refuse('invalid', problem, id);
    const hub = deps.hubs[feedOf(topic)];
    const epoch = hub.epoch();
    if (epoch === null) return tryAgain();
    const shards = shardsOfTopic(claims.tenant, topic, deps.store.shards.leads);
    const forget = (ended: Subscription) => {
      leave(ended);
      if (subscriptions.get(id) === ended) subscriptions.delete(id);
    };
    const subscription = new Subscription(id, claims.tenant, topic, shards, options, {
      ...{ outlet: socket, slowBytes, views: deps.views, onEnd: forget, onError },
      onConflated: () => deps.metrics.conflated.inc(),
    });
    subscriptions.set(id, subscription);
    hub.add(subscription);
    deps.presence.enter(subscription);
    const { store, snapshot } = deps;
    try {
      await openSubscription(subscription, recover, {
        ...{ store, snapshot, epoch, positions: hub.positions(), keepsUp },
        opened: openOnOwner(deps.nodes, subscription, options),
      });
    } catch (error) {
      forget(subscription);
      onError(error);
    }
  };

  const inbox = createInbox({
    refuse,
    ping: () => say({ type: 'pong' }),
    async subscribe(frame) {
      await keepsUp();
      if (!gone) await subscribe(frame);
    },
    async unsubscribe({ id }) {
      const subscription = subscriptions.get(id);
      if (subscription) leave(subscription);
      subscriptions.delete(id);
    },
    maySpend: () => deps.frames.spend(claims.tenant),
    tooMany: () => socket.close(CLOSE.tooMany, 'far too many frames'),
  });
  const cancelExpiry = at(claims.exp * 1000, () => socket.close(CLOSE.expired, 'the token has expired'));

  return {
    claims,
    message: inbox.take,
    drain() {
      if (!writable()) return;
      wake();
      for (const subscription of subscriptions.values()) subscription.drained().catch(deps.onError);
    },
    end() {
      gone = true;
      cancelExpiry();
      for (const subscription of subscriptions.values()) leave(subscription);
      subscriptions.clear();
      wake();
    },
    move: (retryAfterMs) => say({ type: 'restarting', retryAfterMs }),
    restart: () => socket.close(CLOSE.restarting, 'the gateway stops: connect again, to another one'),
    close: (code, reason) => socket.close(code, reason),
  };
}

function subscribeProblem(
  { id, topic, options, recover }: Static<typeof Subscribe>,
  subscriptions: ReadonlyMap<string, Subscription>,
): Problem | null {
  if (subscriptions.has(id)) {
    return {
      field: 'id',
      message: 'is the id of a subscription you have',
      fix: 'Unsubscribe first, or use another id',
    };
  }
  if (subscriptions.size >= MAX_SUBSCRIPTIONS) {
    return {
      field: 'id',
      message: `would be subscription ${MAX_SUBSCRIPTIONS + 1}`,
      fix: 'Unsubscribe from some',
    };
  }
  if (options && topic.kind !== 'lead') {
    return {
      field: 'options',
      message: 'are for the topic of one lead',
      fix: 'Leave options out, or subscribe to {"kind":"lead","lead":…}',
    };
  }
  const wrong = Object.entries(recover?.offset ?? {}).find(([, offset]) => !isStreamId(offset));
  if (!wrong) return null;
  return {
    field: `recover.offset.${wrong[0]}`,
    message: 'is not a stream id',
    fix: 'Send the offsets as you got them, or leave recover out',
  };
}

/** Calls back at a time (epoch ms), however far; returns how to call it off. */
function at(time: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = time - Date.now();
    timer = setTimeout(
      left > LONGEST_TIMER_MS ? wait : callback,
      Math.min(Math.max(left, 0), LONGEST_TIMER_MS),
    );
  };
  wait();
  return () => clearTimeout(timer);
}
