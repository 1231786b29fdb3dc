/**
 * Warms the challenger: some leads a pass, their retained events are replayed through it, and what it would remember is
 * put on each lead's own log. The chain takes it over or leaves it (`processors/adopt-memory.ts`); a repeat is harmless.
 */
import type { Clickhouse } from '../infra/clickhouse/connect.ts';
import {
  type LeadName,
  leadsAfter,
  type RetainedLead,
  retainedEntries,
} from '../infra/clickhouse/retained-events.ts';
import type { Log } from '../infra/log.ts';
import type { ShardLog } from '../infra/ports.ts';
import { pause, type Run } from '../infra/run.ts';
import { lacksMemory, writeMemory } from '../processors/adopt-memory.ts';
import type { LeadState } from '../processors/lead-state.ts';
import { leadStates } from '../processors/lead-states.ts';
import { leadKey, shardOf } from '../schemas/shards.ts';
import type { WarmEvent } from '../schemas/system-event.ts';
import type { ReplayMemory } from './replay-memory.ts';

export interface WarmDeps {
  log: ShardLog;
  clickhouse: Clickhouse;
  logger: Log;
  /** Of the challenger. */
  version: string;
  replay: ReplayMemory;
  /** Between two passes, and from the end of the leads to their beginning; defaults for production. */
  passMs?: number;
  roundMs?: number;
}

/** What a pass came to, in leads. */
export interface WarmPass {
  looked: number;
  /** Memories put on the log. */
  warmed: number;
  /** Some of their events are gone, or there are too many: the challenger is never compared on these. */
  incomplete: number;
  /** More happened than ClickHouse had yet: next time. */
  ahead: number;
  /** Where the next pass goes on; undefined at the end. */
  next: LeadName | undefined;
}

const PAGE = 500;
/** Leads and events replayed in a pass: seconds of work. */
const MOST_LEADS = 100;
const MOST_EVENTS = 10_000;
const PASS_MS = 10_000;
const ROUND_MS = 10 * 60_000;
const BEGINNING: LeadName = { tenant: '', lead: '' };

/** Warms until the signal aborts. While a store is away it waits; a later pass does what is left. */
export function runWarm(deps: WarmDeps): Run {
  const { logger, version, passMs = PASS_MS, roundMs = ROUND_MS } = deps;
  return async (signal) => {
    let from = BEGINNING;
    while (!signal.aborted) {
      const pass = await warmSome(deps, from, Date.now()).catch((error: Error) => {
        logger.warn({ err: error }, 'challenger was not warmed; will try again');
        return undefined;
      });
      const { next, ...told } = pass ?? { next: from };
      if (pass && pass.warmed + pass.incomplete + pass.ahead > 0)
        logger.info(
          { version, ...told, ...(next && { upTo: leadKey(next.tenant, next.lead) }) },
          'challenger warmed',
        );
      from = next ?? BEGINNING;
      await pause(next ? passMs : roundMs, signal);
    }
  };
}

/** One pass over leads after `from`. @param now epoch ms */
export async function warmSome(deps: WarmDeps, from: LeadName, now: number): Promise<WarmPass> {
  const { clickhouse, log, version } = deps;
  const page = await leadsAfter(clickhouse, from, PAGE);
  const bytes = await log.load(page.map((lead) => placeOf(log, lead)));
  const states = bytes.map((one) => (one ? leadStates.unpack(one) : undefined));
  const { chosen, pass } = choose(page, states, version);
  const warmed = await warmLeads(deps, chosen, now);
  return { ...pass, warmed, incomplete: pass.incomplete + chosen.length - warmed };
}

/** As many of the page as a pass may replay, and what is known of the others up to there. */
function choose(
  page: readonly RetainedLead[],
  states: readonly (LeadState | undefined)[],
  version: string,
): { chosen: RetainedLead[]; pass: WarmPass } {
  const chosen: RetainedLead[] = [];
  const pass: WarmPass = { looked: 0, warmed: 0, incomplete: 0, ahead: 0, next: undefined };
  let events = 0;
  for (const [i, lead] of page.entries()) {
    const state = states[i];
    const lacking = state && !lead.erased && lacksMemory(state, version);
    if (lacking && chosen.length > 0 && (chosen.length === MOST_LEADS || events + lead.seq > MOST_EVENTS))
      return { chosen, pass };
    pass.looked++;
    pass.next = lead;
    if (!lacking) continue;
    if (lead.seq > MOST_EVENTS) pass.incomplete++;
    else if (state.seq !== lead.seq) pass.ahead++;
    else {
      chosen.push(lead);
      events += lead.seq;
    }
  }
  if (page.length < PAGE) pass.next = undefined;
  return { chosen, pass };
}

const placeOf = ({ shards }: ShardLog, { tenant, lead }: LeadName) => {
  const key = leadKey(tenant, lead);
  return { key, shard: shardOf(key, shards) };
};

/** Resolves with how many had all their events. */
async function warmLeads(
  { clickhouse, log, version, replay }: WarmDeps,
  leads: readonly RetainedLead[],
  now: number,
): Promise<number> {
  let warmed = 0;
  for (const tenant of new Set(leads.map((lead) => lead.tenant))) {
    const own = leads.filter((lead) => lead.tenant === tenant);
    const retained = await retainedEntries(clickhouse, tenant, own);
    const whole = own.filter(({ lead }) => retained.has(lead));
    const memories = await replay(whole.map(({ lead }) => retained.get(lead)!));
    for (const [i, { lead, seq }] of whole.entries()) {
      const memory = memories[i];
      if (!memory) continue;
      const event: WarmEvent = {
        ...{ id: `warm:${version}:${seq}`, tenant, lead, at: now, type: 'warm', version, covers: seq },
        memory: writeMemory(memory),
      };
      await log.append(placeOf(log, { tenant, lead }).shard, [JSON.stringify(event)]);
      warmed++;
    }
  }
  return warmed;
}
