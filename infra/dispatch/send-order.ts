/**
 * One order, from its entry to what is told of it. The order of steps is what makes it safe: claimed before anything else,
 * so that nothing cancels it between here and the call; checked last, so that what was true when it was ordered still is;
 * called once; and told in the same step that is done with the entry.
 */
import { LRUCache } from 'lru-cache';
import type { SendOrder } from '../../schemas/nurture.ts';
import type { DeliveryStatus } from '../../schemas/system-event.ts';
import type { Message, Sent } from '../channels/channel.ts';
import type { SendLimits } from '../redis/send-limits.ts';
import type { SendEntry, SendLog } from '../redis/send-log.ts';
import { backoff, pause } from '../run.ts';
import type { Lane, Turn } from './lane.ts';

/** Where an order goes, or why it goes nowhere. */
export type Recipient = { to: string; hash?: string } | { refused: string };

export interface SendDeps<M extends Message = SendOrder> {
  log: Pick<SendLog, 'claim' | 'release'>;
  limits: SendLimits;
  lane: Lane<M>;
  called: Called;
  /** Reads the address, and whether the message still is to be sent at all. */
  recipient(order: M): Promise<Recipient>;
  /** Tries while the provider certainly takes none. */
  attempts: number;
  /** Age from which an order is refused, ms. */
  withinMs: number;
  /** First wait between tries, ms; doubled by each. */
  retryMs: number;
}

/**
 * `told`: a delivery is due. `silent`: done without a word, since it was cancelled. `lost`: another has it. `left`: not
 * begun, since this process stops.
 */
export type Outcome =
  | { kind: 'told'; status: DeliveryStatus; detail: string; claimedAt?: number; dead?: string }
  | { kind: 'silent' | 'lost' | 'left' };

/** `claimedAt`, where it may have been sent: the channel knows a repeat. */
interface Again {
  kind: 'again';
  reason: string;
  retryAfterMs?: number;
  claimedAt?: number;
}

const told = (
  status: DeliveryStatus,
  detail: string,
  more: { claimedAt?: number; dead?: string } = {},
): Outcome => ({ kind: 'told', status, detail, ...more });

const LONGEST_WAIT_MS = 60_000;
/** Orders this process called a provider for: if Redis lost a claim (a power cut), it is not made anew. */
export type Called = LRUCache<string, true>;
export const createCalled = (): Called => new LRUCache({ max: 50_000 });

/** Rejects only where Redis fails, before anything was sent: then it may be called again. */
export async function sendOrder<M extends Message>(
  deps: SendDeps<M>,
  entry: SendEntry,
  order: M,
  signal: AbortSignal,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(deps, entry, order, signal);
    if (outcome.kind !== 'again') return outcome;
    if (attempt >= deps.attempts) return givenUp(outcome, attempt);
    const asked = outcome.retryAfterMs ?? 0;
    const wait = Math.max(asked, backoff(attempt, deps.retryMs, LONGEST_WAIT_MS));
    await pause(Math.min(wait, LONGEST_WAIT_MS), signal);
  }
}

function givenUp({ reason, claimedAt }: Again, attempts: number): Outcome {
  if (claimedAt !== undefined) return told('uncertain', reason, { claimedAt });
  const dead = `${reason}, ${attempts} times. Nothing was sent: look at the provider, then order it anew`;
  return told('failed', reason, { dead });
}

async function attemptOnce<M extends Message>(
  deps: SendDeps<M>,
  entry: SendEntry,
  order: M,
  signal: AbortSignal,
): Promise<Outcome | Again> {
  const { log, lane, called } = deps;
  const turn = await lane.turn(signal);
  try {
    if (signal.aborted) return { kind: 'left' };
    const at = Date.now();
    const claim = await log.claim(entry, keyOf(order), at, lane.idempotent);
    switch (claim.kind) {
      case 'gone':
        return { kind: 'silent' };
      case 'lost':
        return { kind: 'lost' };
      case 'stopped':
        return told('refused', 'kill-switch');
      case 'claimed-before':
        return told('uncertain', 'interrupted', { claimedAt: claim.at });
      case 'claimed':
        if (lane.idempotent || !called.has(memory(order)))
          return await sendClaimed(deps, turn, entry, order, at);
        return told('uncertain', 'the store lost its claim', { claimedAt: at });
    }
  } finally {
    turn.end();
  }
}

async function sendClaimed<M extends Message>(
  deps: SendDeps<M>,
  turn: Turn<M>,
  entry: SendEntry,
  order: M,
  at: number,
): Promise<Outcome | Again> {
  const { log, limits, lane, called } = deps;
  try {
    const found = await checked(deps, order, at);
    if ('kind' in found) return found;
    called.set(memory(order), true);
    const sent = await turn.call(order, found.to);
    if (sent.kind === 'opted_out' && found.hash) await limits.suppress(order.tenant, found.hash, at);
    if (sent.kind === 'sent' || sent.kind === 'unknown') return outcomeOf(sent, lane, at);
    called.delete(memory(order));
    await giveBack(limits, order, at);
    if (sent.kind === 'not_sent') await log.release(entry, keyOf(order), at);
    return outcomeOf(sent, lane, at);
  } catch (error) {
    // Redis failed around the call, not in it: nothing was sent.
    await log.release(entry, keyOf(order), at);
    throw error;
  }
}

/** The recipient, or why it is not sent. What takes from a budget comes last. */
async function checked<M extends Message>(
  { limits, recipient, withinMs }: SendDeps<M>,
  order: M,
  now: number,
): Promise<{ to: string; hash?: string } | Outcome> {
  const { tenant, campaign, dailyBudget, notAfter } = order;
  if (now - Date.parse(order.at) > withinMs) return told('refused', 'stale');
  // Put off rather than refused: the morning is only some hours away.
  if (notAfter !== undefined && now >= Date.parse(notAfter)) return told('deferred', 'quiet-hours');
  const found = await recipient(order);
  if ('refused' in found) return told('refused', found.refused);
  if (found.hash && (await limits.isSuppressed(tenant, found.hash)))
    return told('refused', 'suppressed-address');
  if (campaign === undefined || dailyBudget === undefined) return found;
  const left = await limits.take(tenant, campaign, dailyBudget, now);
  return left ? found : told('deferred', 'campaign-budget');
}

async function giveBack(
  limits: SendLimits,
  { tenant, campaign, dailyBudget }: Message,
  at: number,
): Promise<void> {
  if (campaign !== undefined && dailyBudget !== undefined) await limits.giveBack(tenant, campaign, at);
}

function outcomeOf(sent: Sent, { idempotent }: Pick<Lane, 'idempotent'>, at: number): Outcome | Again {
  switch (sent.kind) {
    case 'sent':
      return told('sent', sent.detail);
    case 'rejected':
      return told('failed', sent.reason);
    case 'opted_out':
      return told('opted_out', sent.reason);
    case 'not_sent':
      return { ...sent, kind: 'again' };
    case 'unknown':
      if (idempotent) return { kind: 'again', reason: sent.reason, claimedAt: at };
      return told('uncertain', sent.reason, { claimedAt: at });
  }
}

const keyOf = ({ tenant, lead, id }: Message) => ({ tenant, lead, order: id });
const memory = ({ tenant, lead, id }: Message): string => `${tenant}/${lead}/${id}`;
