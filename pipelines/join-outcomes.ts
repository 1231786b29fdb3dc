/** A batch of insight entries: the facts beside them joined with what waited, told to ClickHouse, and kept. */

import type { Clickhouse } from '../infra/clickhouse/connect.ts';
import { insertJudged } from '../infra/clickhouse/learning-table.ts';
import type { LeadPlace, LearningStore } from '../infra/redis/learning-store.ts';
import type { SinkBatch, SinkEntry } from '../infra/redis/sink-log.ts';
import { joinOutcome, type LeadLearning } from '../models/learning/join-outcomes.ts';
import { FORECAST_FACTS_CHECKER, type ForecastFacts } from '../schemas/forecast-facts.ts';
import type { JudgedForecast } from '../schemas/judged-forecast.ts';
import { leadKey } from '../schemas/shards.ts';
import { parseJson } from './read-lines.ts';

interface LeadFacts extends LeadPlace {
  facts: ForecastFacts[];
}

/**
 * First told, then kept: cut off between the two, a repeat tells the same again, which ClickHouse takes for the same.
 * Resolves with how many rows were told.
 */
export async function joinBatch(
  clickhouse: Clickhouse,
  store: LearningStore,
  { entries }: Pick<SinkBatch, 'entries'>,
): Promise<number> {
  const leads = factsByLead(entries);
  const known = await store.load(leads);
  const judged: JudgedForecast[] = [];
  const kept = leads.map(({ shard, key, facts }, i) => {
    const joined = joinLead(known[i] ?? null, facts);
    judged.push(...joined.judged);
    return { shard, key, seq: joined.seq, state: joined.state };
  });
  await insertJudged(clickhouse, judged);
  await store.keep(kept);
  return judged.length;
}

function joinLead(known: { seq: number; state: string } | null, told: readonly ForecastFacts[]) {
  let seq = known?.seq ?? 0;
  let state = known?.state ? (JSON.parse(known.state) as LeadLearning) : null;
  const judged: JudgedForecast[] = [];
  for (const facts of told) {
    if (facts.seq <= seq) continue; // also of a lead erased since, of which only the number is left
    seq = facts.seq;
    const joined = joinOutcome(state, facts);
    state = joined.state;
    judged.push(...joined.judged);
  }
  return { seq, state: state ? JSON.stringify(state) : '', judged };
}

/** In the order of the stream. Entries without facts, or with what is none, have nothing to teach. */
function factsByLead(entries: readonly SinkEntry[]): LeadFacts[] {
  const leads = new Map<string, LeadFacts>();
  for (const { shard, fields } of entries) {
    const facts = fields.facts && parseJson(Buffer.from(fields.facts).toString());
    if (!FORECAST_FACTS_CHECKER.is(facts)) continue;
    const key = leadKey(facts.tenant, facts.lead);
    const lead = leads.get(key);
    if (lead) lead.facts.push(facts);
    else leads.set(key, { shard, key, facts: [facts] });
  }
  return [...leads.values()];
}
