/** The two ways in for events that are already checked: over HTTP, or straight onto the streams. */
import type { Config } from '../infra/config.ts';
import { connectRedis } from '../infra/redis/connect.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { backoff, pause } from '../infra/run.ts';
import { receiveLeadEvent } from '../processors/receive-lead-event.ts';
import { marketShardKey, receiveMarketEvent } from '../processors/receive-market-event.ts';
import { leadKey, type Space, shardOf } from '../schemas/shards.ts';
import type { Problem } from '../schemas/words.ts';

/** What goes in: lead events or market events, how each is checked and where its shard is. */
export interface Kind {
  space: Space;
  path: string;
  check(value: unknown, now: number): { event: Checked } | { problem: Problem };
}

export interface Checked {
  /** Decides on its shard. */
  key: string;
  /** Epoch ms. */
  at: number;
  /** As it came: a missing tenant is for the gateway to fill in, from the token. */
  body: object;
}

export const LEAD_EVENTS: Kind = {
  space: 'leads',
  path: '/v1/events',
  check(value, now) {
    const receipt = receiveLeadEvent(value, now);
    if (!receipt.ok) return receipt;
    const { tenant, lead, at } = receipt.event;
    return { event: { key: leadKey(tenant, lead), at, body: value as object } };
  },
};

export const MARKET_EVENTS: Kind = {
  space: 'market',
  path: '/v1/market',
  check(value, now) {
    const receipt = receiveMarketEvent(value, now);
    if (!receipt.ok) return receipt;
    return { event: { key: marketShardKey(receipt.event), at: receipt.event.at, body: value as object } };
  },
};

export interface Intake {
  /** Resolves when all are safely in. Event ids make a repeat harmless, so it may be called again after a failure. */
  send(events: Checked[], signal: AbortSignal): Promise<void>;
  close(): void;
}

/** The gateway refused: waiting will not help. */
export class IntakeRefusedError extends Error {}

export interface HttpIntake extends Intake {
  send(events: Pick<Checked, 'body'>[], signal: AbortSignal): Promise<void>;
}

/** Waits as long as the gateway asks for (429, 503), and for the gateway itself while it is away. */
export function createHttpIntake(url: string, token: string, kind: Kind): HttpIntake {
  const target = new URL(kind.path, url);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    async send(events, signal) {
      const body = JSON.stringify(events.map((event) => event.body));
      for (let attempt = 1; !signal.aborted; attempt++) {
        const answer = await fetch(target, { method: 'POST', headers, body, signal }).catch(() => null);
        const text = (await answer?.text().catch(() => '')) ?? '';
        if (answer?.status === 202) return;
        if (answer && answer.status !== 429 && answer.status < 500) throw refused(answer.status, text);
        const asked = Number(answer?.headers.get('retry-after'));
        await pause(asked > 0 ? asked * 1000 : backoff(attempt, 100, 5000), signal);
      }
    },
    close() {},
  };
}

function refused(status: number, text: string): IntakeRefusedError {
  const { message, fix } = parseFailure(text);
  return new IntakeRefusedError(`The gateway answered ${status}: ${message}. ${fix}`);
}

function parseFailure(text: string): { message: string; fix: string } {
  try {
    const { message, fix } = JSON.parse(text).error;
    return { message, fix };
  } catch {
    return { message: text.slice(0, 200) || 'nothing', fix: 'Is this the address of a Doorstep gateway?' };
  }
}

/** For producers that Redis itself trusts. */
export function createStreamIntake(config: Config, kind: Kind): Intake {
  const connection = connectRedis(config.redisUrl);
  const shards = kind.space === 'leads' ? config.shards : config.marketShards;
  const log = createRedisShardLog(connection, kind.space, shards);
  return {
    async send(events) {
      // One connection sends in the order of the calls, so each lead's events stay in order.
      await Promise.all(
        events.map(({ key, body }) => log.append(shardOf(key, shards), [JSON.stringify(body)])),
      );
    },
    close: () => connection.close(),
  };
}
