/** Tells what became of an order, once: the provider is not asked again because Redis did not listen. */
import type { DeliveryStatus } from '../../schemas/system-event.ts';
import type { Message } from '../channels/channel.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { SendEntry, SendLog, Settlement } from '../redis/send-log.ts';
import { backoff, pause } from '../run.ts';
import type { Outcome } from './send-order.ts';

export interface TellDeps<M extends Message> {
  log: Pick<SendLog, 'settle' | 'group'>;
  /** Fields of the entry that tells it. @param at epoch ms */
  wordOf(order: M, status: DeliveryStatus, at: number, detail: string): Record<string, string>;
  metrics: Metrics;
  logger: Log;
}

/** True when the entry is done with, here or by another. */
export async function tellOutcome<M extends Message>(
  deps: TellDeps<M>,
  entry: SendEntry,
  order: M,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<boolean> {
  const { metrics, logger } = deps;
  if (outcome.kind === 'left') return false;
  if (outcome.kind === 'lost') return true; // its new owner counts it
  const label = outcome.kind === 'told' ? outcome.status : 'cancelled';
  metrics.sends.inc({ channel: order.channel, outcome: label });
  if (outcome.kind === 'told') {
    const { status, detail, dead } = outcome;
    if (dead) metrics.deadLetters.inc({ flow: deps.log.group, step: deps.log.group });
    const level = status === 'uncertain' || dead ? 'warn' : 'debug';
    logger[level]({ tenant: order.tenant, order: order.id, channel: order.channel, status, detail }, 'order');
  }
  return settled(deps, entry, order, settlementOf(deps, order, outcome), signal);
}

function settlementOf<M extends Message>(
  { wordOf }: TellDeps<M>,
  order: M,
  outcome: Outcome,
): Settlement | null {
  if (outcome.kind !== 'told') return null;
  const { status, detail, claimedAt, dead } = outcome;
  return {
    fields: wordOf(order, status, Date.now(), detail),
    ...(claimedAt !== undefined && { claimedAt }),
    ...(dead && { dead }),
  };
}

/** Until Redis takes it; a stop ends it as a crash would. */
async function settled(
  { log, logger }: Pick<TellDeps<Message>, 'log' | 'logger'>,
  entry: SendEntry,
  { tenant, lead, id }: Message,
  settlement: Settlement | null,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await log.settle(entry, { tenant, lead, order: id }, settlement);
      return true;
    } catch (error) {
      logger.error({ err: error, order: id }, 'an outcome could not be told; will try again');
      await pause(backoff(attempt, 100, 5000), signal);
      if (signal.aborted) return false;
    }
  }
}
