/**
 * Plays a world with rivals through the flows of leads and of the market as they run in production, in memory on a
 * simulated clock: events reach the logs in order of time, agents see what is raised, and nothing is sent to anybody.
 */
import type { CompetitionRun } from '../../models/evaluation/competition-figures.ts';
import type { Judges } from '../../models/judges.ts';
import { DAY, HOUR, MINUTE, START } from '../../models/simulator/calendar.ts';
import { between, STREAM, streamOf } from '../../models/simulator/draws.ts';
import { LOCAL_REGISTRY } from '../../models/simulator/rivals/cast.ts';
import type { RivalWorld } from '../../models/simulator/rivals/overlay.ts';
import { marketShardKey } from '../../processors/receive-market-event.ts';
import type { CompetitionRecord } from '../../schemas/competition.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import type { MarketEvent } from '../../schemas/market-event.ts';
import { leadKey } from '../../schemas/shards.ts';
import { WHOLE_SHARD } from '../../schemas/system-event.ts';
import { createBrokerage, TENANT } from '../nurturing/brokerage.ts';
import { createHappenings } from '../nurturing/happenings.ts';
import { createCheckCounter } from './count-checks.ts';

export interface PlayedCompetition {
  leads: number;
  days: number;
  seed: number;
  world: RivalWorld;
  judges: Judges;
}

const SHARDS = 4;
/** What is due within one step is worked together. */
const STEP = 30 * MINUTE;
/** Share of alerts that an agent says it has seen, and after how long; the rest is raised to somebody else. */
const SEES = { share: 0.85, from: 3 * MINUTE, to: 50 * MINUTE };

/** Yields after each day. The same options give the same run. */
export async function* playCompetition({
  leads,
  days,
  seed,
  world,
  judges,
}: PlayedCompetition): AsyncGenerator<{ day: number; of: number }, CompetitionRun> {
  const records: CompetitionRecord[] = [];
  const happenings = createHappenings();
  const seeing = streamOf(seed, STREAM.people, 1);
  const checks = createCheckCounter();
  const brokerage = await createBrokerage({
    ...{ judges, shards: SHARDS, start: START, fired: checks.fired },
    alerted(record) {
      records.push(record);
      if (record.kind === 'alert' && record.step === 'raised') see(record);
    },
  });
  const put = (event: { lead: string; at: number }) =>
    brokerage.put('leads', leadKey(TENANT, event.lead), { tenant: TENANT, ...event }, event.at);

  function see({ id: alert, lead }: { id: string; lead: string }): void {
    if (seeing() >= SEES.share) return;
    const at = Math.round(brokerage.now() + between(seeing, SEES.from, SEES.to));
    const act = { id: `seen:${alert}`, type: 'alert_act', alert, act: 'acknowledge', by: 'agent' };
    happenings.plan(at, () => put({ ...act, lead, at }));
  }
  const told = { id: 'competitors:1', tenant: TENANT, lead: WHOLE_SHARD, type: 'competitors' };
  brokerage.putEverywhere({ ...told, at: START, registry: LOCAL_REGISTRY }, START);
  for (const event of world.events) happenings.plan(Number(event.at), () => put(timed(event)));
  for (const event of world.market) {
    const at = Number(event.at);
    const own = { ...event, at, tenant: TENANT } as MarketEvent & { tenant: string };
    happenings.plan(at, () => brokerage.put('market', marketShardKey(own), own, at));
  }
  for (let day = 0; day < days; day++) {
    for (let at = START + day * DAY + STEP; at <= START + (day + 1) * DAY; at += STEP) {
      while (happenings.next() <= at) {
        await brokerage.advance(happenings.next());
        happenings.runNext();
      }
      await brokerage.advance(at);
      await brokerage.settle(at);
    }
    yield { day: day + 1, of: days };
  }
  const waiting = [];
  for (let shard = 0; shard < SHARDS; shard++)
    waiting.push(...(await brokerage.leads.timers(shard, Number.POSITIVE_INFINITY)));
  return {
    ...{ leads, days, seed, truth: world.truth, planted: world.planted, records },
    checks: checks.count(waiting, START + days * DAY - HOUR),
    ...{ entries: brokerage.worked, dead: brokerage.dead().length },
  };
}

const timed = (event: LeadEvent) => ({ ...event, at: Number(event.at) });
