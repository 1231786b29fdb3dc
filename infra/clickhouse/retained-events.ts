/** What ClickHouse has kept of leads' logs: who there is, and each lead's events in the order they were worked. */
import type { Entry } from '../../schemas/flow.ts';
import type { Clickhouse } from './connect.ts';
import { DATABASE } from './tables.ts';

export interface RetainedLead {
  tenant: string;
  lead: string;
  /** Of its latest insight. */
  seq: number;
  /** What was erased is not to be read again, even where it is still stored. */
  erased: boolean;
}

export type LeadName = Pick<RetainedLead, 'tenant' | 'lead'>;

/** Leads that come after that one, by tenant and name, at most `count`. */
export async function leadsAfter(
  clickhouse: Clickhouse,
  { tenant, lead }: LeadName,
  count: number,
): Promise<RetainedLead[]> {
  const query = `
    SELECT tenant, lead, max(seq) AS seq, countIf(causeKind = 'erase') > 0 AS erased
    FROM ${DATABASE}.insights
    WHERE (tenant, lead) > ({tenant:String}, {lead:String})
    GROUP BY tenant, lead
    ORDER BY tenant, lead
    LIMIT {count:UInt32}
    SETTINGS optimize_aggregation_in_order = 1`;
  const answer = await clickhouse.query({
    query,
    query_params: { tenant, lead, count },
    format: 'JSONEachRow',
  });
  const rows = await answer.json<Omit<RetainedLead, 'erased'> & { erased: number }>();
  return rows.map((row) => ({ ...row, erased: Boolean(row.erased) }));
}

/**
 * By lead, of one tenant: the entry behind each insight up to `seq`, in the order they were worked. A lead is left out
 * where one of them is gone, or was sent again since with another time.
 */
export async function retainedEntries(
  clickhouse: Clickhouse,
  tenant: string,
  leads: readonly Pick<RetainedLead, 'lead' | 'seq'>[],
): Promise<Map<string, Entry[]>> {
  const own = 'tenant = {tenant:String} AND lead IN {leads:Array(String)}';
  const query = `
    SELECT lead, seq, shard, entry, raw
    FROM (SELECT lead, seq, event AS id, causeKind AS type, at FROM ${DATABASE}.insights FINAL WHERE ${own}) AS said
    INNER JOIN (SELECT lead, id, type, at, shard, entry, raw FROM ${DATABASE}.events FINAL WHERE ${own}) AS kept
    USING (lead, id, type, at)
    WHERE raw != ''
    ORDER BY lead, seq`;
  const answer = await clickhouse.query({
    query,
    query_params: { tenant, leads: leads.map(({ lead }) => lead) },
    format: 'JSONEachRow',
  });
  const entries = new Map<string, Entry[]>();
  for (const row of await answer.json<StoredEntry>()) {
    const list = entries.get(row.lead) ?? [];
    // A gap stays a gap: what comes after it finds no place.
    if (row.seq === list.length + 1)
      list.push({ shard: row.shard, id: row.entry, bytes: Buffer.from(row.raw) });
    entries.set(row.lead, list);
  }
  const whole = leads.filter(({ lead, seq }) => (entries.get(lead)?.length ?? 0) >= seq);
  return new Map(whole.map(({ lead, seq }) => [lead, entries.get(lead)!.slice(0, seq)]));
}

interface StoredEntry {
  lead: string;
  seq: number;
  shard: number;
  entry: string;
  raw: string;
}
