/**
 * A brokerage in memory on a simulated clock: the flows of leads and of the market as they run in production, their
 * logs, the timers and the relay between them. Whatever is put on a log reaches it in order of time.
 */
import { createMemoryShardLog, type MemoryShardLog } from '../../infra/memory/shard-log.ts';
import { SimulatedTimers } from '../../infra/memory/simulated-timers.ts';
import type { ShardLog } from '../../infra/ports.ts';
import { createDrain, type Drain } from '../../infra/runtime/drain.ts';
import type { Judges } from '../../models/judges.ts';
import { entryTime } from '../../processors/decode-lead-entry.ts';
import type { CompetitionRecord } from '../../schemas/competition.ts';
import type { NurtureRecord } from '../../schemas/nurture.ts';
import { type Space, shardOf } from '../../schemas/shards.ts';
import { createLeadsFlow } from '../leads.ts';
import { createMarketFlow } from '../market.ts';

export const TENANT = 'main';
const MARKET_SHARDS = 1;

export interface BrokerageOptions {
  judges: Judges;
  shards: number;
  /** Epoch ms. */
  start: number;
  /** Puts something between a drain and its log, such as a commit that fails. */
  between?: (log: ShardLog) => ShardLog;
  /** Timers fire this much late, ms. */
  timersLate?: (due: number) => number;
  /** Keeps entries and outputs that were worked, which costs memory. */
  keeps?: boolean;
  /** Hears what is said of competition, as it is worked. */
  alerted?: (record: CompetitionRecord) => void;
  /** Hears of each timer event as it is put on its log. */
  fired?: (event: string) => void;
}

export interface Brokerage {
  leads: MemoryShardLog;
  now(): number;
  /** Puts an event of a key on the log as of `at` or, if that is over, of now; returns the time it got there, epoch ms. */
  put(space: Space, key: string, event: object, at: number): number;
  /** Puts an event on every lead shard's log. */
  putEverywhere(event: object, at: number): void;
  /** Moves the clock on to `at`, firing timers on the way; what they do is worked by `settle`. */
  advance(at: number): Promise<void>;
  /** Works until nothing is left on any log or outbox, with the clock at `at`; gives what the engine said. */
  settle(at: number): Promise<NurtureRecord[]>;
  /** Times the drain was begun again after a failure. */
  readonly restarts: number;
  /** Entries worked on all logs. */
  readonly worked: number;
  /** Why entries became dead letters, each. */
  dead(): string[];
}

export async function createBrokerage(options: BrokerageOptions): Promise<Brokerage> {
  const {
    judges,
    shards,
    start,
    between = (log) => log,
    timersLate = () => 0,
    keeps,
    alerted,
    fired,
  } = options;
  let clock = start;
  let restarts = 0;
  let worked = 0;
  const logs = {
    leads: createMemoryShardLog('leads', shards, () => clock),
    market: createMemoryShardLog('market', MARKET_SHARDS, () => clock),
  };
  const flows = {
    leads: createLeadsFlow(judges, { shards }),
    market: createMarketFlow({ shards: MARKET_SHARDS }),
  };
  const noTimers = { mirror: async () => {} };
  const taken = Array.from({ length: shards }, () => 0);
  const takenAlerts = Array.from({ length: shards }, () => 0);
  let timers: SimulatedTimers;
  let drains: Record<Space, Drain>;

  const putAt = (space: Space, shard: number, event: string | object, at: number): number => {
    const bytes = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
    return entryTime(logs[space].put(shard, bytes, { ms: Math.max(clock, at) }));
  };

  /** Takes the shards up from their committed cursors, as after a crash of every process. */
  async function takeUp(): Promise<void> {
    timers = new SimulatedTimers(async (timer) => {
      clock = Math.max(clock, timer.due);
      putAt('leads', timer.shard, timer.event, timer.due);
      fired?.(timer.event);
    });
    for (const log of [logs.leads, logs.market]) {
      for (let shard = 0; shard < log.shards; shard++)
        for (const group of log.shard(shard).groups.values()) group.owner = null;
    }
    const late: Pick<SimulatedTimers, 'mirror'> = {
      mirror: (armed) =>
        timers.mirror(armed.map((timer) => ({ ...timer, due: timer.due + timersLate(timer.due) }))),
    };
    drains = {
      leads: await createDrain(flows.leads, between(logs.leads), late),
      market: await createDrain(flows.market, logs.market, noTimers),
    };
    for (let shard = 0; shard < shards; shard++)
      await late.mirror(await logs.leads.timers(shard, Number.POSITIVE_INFINITY));
  }

  async function drain(): Promise<void> {
    for (;;) {
      try {
        worked += await drains.leads.drain();
        worked += await drains.market.drain();
        return;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        restarts++;
        await takeUp();
      }
    }
  }

  /** Parcels are carried at once; whether any were. */
  function relay(): boolean {
    let carried = false;
    for (const log of [logs.leads, logs.market]) {
      for (let shard = 0; shard < log.shards; shard++) {
        for (const { fields } of log.shard(shard).streams.outbox.splice(0)) {
          const { space, key, event } = fields as unknown as { space: Space; key: string; event: string };
          putAt(space, shardOf(key, logs[space].shards), event, clock);
          carried = true;
        }
      }
    }
    return carried;
  }

  function said(): NurtureRecord[] {
    const records: NurtureRecord[] = [];
    for (let shard = 0; shard < shards; shard++) {
      const { streams } = logs.leads.shard(shard);
      const fresh = streams.actions.slice(taken[shard]);
      for (const { fields } of fresh) records.push(JSON.parse(String(fields.body)) as NurtureRecord);
      taken[shard] = streams.actions.length;
    }
    return records;
  }

  function tellAlerts(): void {
    for (let shard = 0; shard < shards; shard++) {
      const { alerts } = logs.leads.shard(shard).streams;
      for (const { fields } of alerts.slice(takenAlerts[shard]))
        alerted?.(JSON.parse(String(fields.body)) as CompetitionRecord);
      takenAlerts[shard] = alerts.length;
    }
  }

  /** What was worked and is read by nobody else is let go of. */
  async function forget(): Promise<void> {
    for (const log of [logs.leads, logs.market]) {
      for (let shard = 0; shard < log.shards; shard++) {
        const { streams } = log.shard(shard);
        for (const list of [streams.insights, streams.alerts, streams.actions]) list.length = 0;
        await log.trim(shard, 0);
      }
    }
    taken.fill(0);
    takenAlerts.fill(0);
  }

  await takeUp();
  return {
    leads: logs.leads,
    now: () => clock,
    put: (space, key, event, at) => putAt(space, shardOf(key, logs[space].shards), event, at),
    putEverywhere(event, at) {
      for (let shard = 0; shard < shards; shard++) putAt('leads', shard, event, at);
    },
    async advance(at) {
      await timers.advance(at);
      clock = Math.max(clock, at);
    },
    async settle(at) {
      clock = Math.max(clock, at);
      do await drain();
      while (relay());
      const records = said();
      tellAlerts();
      if (!keeps) await forget();
      return records;
    },
    get restarts() {
      return restarts;
    },
    get worked() {
      return worked;
    },
    dead: () =>
      [logs.leads, logs.market].flatMap((log) =>
        Array.from({ length: log.shards }, (_, shard) => log.shard(shard).streams.dead).flatMap((letters) =>
          letters.map(({ fields }) => String(fields.reason)),
        ),
      ),
  };
}

/** A process that dies; the brokerage goes on from what was committed. */
export class Crash extends Error {}
