/** The lane of a channel: its pace and its circuit breaker. */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
} from 'cockatiel';
import type { SendOrder } from '../../schemas/nurture.ts';
import type { Message, Sent } from '../channels/channel.ts';
import type { PacedChannel } from '../channels/create-channels.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { SendLimits } from '../redis/send-limits.ts';
import { pause } from '../run.ts';

export interface LaneOptions {
  limits: Pick<SendLimits, 'place'>;
  metrics: Metrics;
  logger: Log;
  /** Longest wait for an answer, ms. */
  callMs: number;
  /** Failures in a row that open the breaker; default 5. */
  breakAfter?: number;
  /** How long it stays open before one order tries again, ms; default 10,000. */
  halfOpenMs?: number;
}

/** An order's turn: at most one call; it ends in any case. */
export interface Turn<M extends Message = SendOrder> {
  call(order: M, to: string): Promise<Sent>;
  /** A place that was not used is the next order's. */
  end(): void;
}

export interface Lane<M extends Message = SendOrder> {
  /** Whether a repeated call has the effect of one. */
  idempotent: boolean;
  /**
   * Waits for its turn, first come first served: for the sender's pace, and while the breaker is open. It comes before
   * the claim, so that an order that waits can still be cancelled.
   */
  turn(signal: AbortSignal): Promise<Turn<M>>;
}

const LOOK_MS = 50;

export function createLane<M extends Message>(
  { channel, perSecond }: PacedChannel<M>,
  options: LaneOptions,
): Lane<M> {
  const { limits, halfOpenMs = 10_000 } = options;
  const breaker = breakerOf(channel.name, options);
  let queue: Promise<unknown> = Promise.resolve();
  let spare = false;
  let testing = false;

  const mayTest = () => !testing && Date.now() - breaker.openedAt() >= halfOpenMs;
  const paced = async (signal: AbortSignal) => {
    if (perSecond === undefined || spare || signal.aborted) spare = false;
    else await pause(await limits.place(channel.name, perSecond), signal);
  };
  /** One order at a time finds out whether the provider is back: the others have claimed nothing meanwhile. */
  const admitted = async (signal: AbortSignal): Promise<boolean> => {
    while (!breaker.closed() && !mayTest() && !signal.aborted) await pause(LOOK_MS, signal);
    await paced(signal);
    const test = !breaker.closed();
    if (test) testing = true;
    return test;
  };
  return {
    idempotent: channel.idempotent,
    async turn(signal) {
      const admission = queue.then(() => admitted(signal));
      queue = admission.catch(() => {});
      const test = await admission;
      let called = false;
      return {
        call(order, to) {
          called = true;
          return callOnce(channel, breaker.execute, options, order, to);
        },
        end() {
          if (test) testing = false;
          if (!called) spare = true;
        },
      };
    },
  };
}

function breakerOf(name: string, { metrics, breakAfter = 5, halfOpenMs = 10_000 }: LaneOptions) {
  const failed = handleWhenResult((sent) => ['not_sent', 'unknown'].includes((sent as Sent).kind));
  const policy = circuitBreaker(failed, {
    halfOpenAfter: halfOpenMs,
    breaker: new ConsecutiveBreaker(breakAfter),
  });
  let openedAt = 0;
  policy.onBreak(() => {
    openedAt = Date.now();
  });
  policy.onStateChange((state) =>
    metrics.breakerOpen.set({ channel: name }, state === CircuitState.Closed ? 0 : 1),
  );
  return {
    closed: () => policy.state === CircuitState.Closed,
    openedAt: () => openedAt,
    execute: (work: () => Promise<Sent>) => policy.execute(work),
  };
}

async function callOnce<M extends Message>(
  channel: PacedChannel<M>['channel'],
  execute: (work: () => Promise<Sent>) => Promise<Sent>,
  { metrics, logger, callMs }: LaneOptions,
  order: M,
  to: string,
): Promise<Sent> {
  const end = metrics.sendCallMs.startTimer({ channel: channel.name });
  try {
    return await execute(() => channel.send(order, to, AbortSignal.timeout(callMs)));
  } catch (error) {
    if (error instanceof BrokenCircuitError) return { kind: 'not_sent', reason: 'the breaker is open' };
    // A channel does not reject; one that does has a bug, and may have sent.
    logger.error({ err: error, channel: channel.name }, 'a channel failed');
    return { kind: 'unknown', reason: 'the channel failed' };
  } finally {
    end();
  }
}
