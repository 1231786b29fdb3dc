/** The strict checker of crash tests: what was acknowledged, against what came out. */

/** An insight as it is on the stream. */
export interface Seen {
  lead: string;
  /** Id of the LeadEvent it answers; null for a tick or another event of Doorstep's own. */
  event: string | null;
  seq: number;
}

export interface Verdict {
  /** Events without an insight. */
  lost: number;
  /** Insights beyond the first of an event. */
  duplicated: number;
  /** Insights that come before one of an earlier event of their lead, and insights whose `seq` is not the next. */
  misordered: number;
  /** Insights for events that nobody sent. */
  strangers: number;
  /** The first few findings, in words. */
  examples: string[];
}

const EXAMPLES = 10;

/**
 * @param expected event ids of each lead, in the order in which they were put on the stream
 * @param seen insights in stream order (of one lead they are all on one stream)
 */
export function check(expected: Map<string, string[]>, seen: Seen[]): Verdict {
  const verdict: Verdict = { lost: 0, duplicated: 0, misordered: 0, strangers: 0, examples: [] };
  const byLead = groupByLead(seen);
  for (const [lead, insights] of byLead) checkLead(verdict, lead, expected.get(lead) ?? [], insights);
  for (const [lead, ids] of expected) if (!byLead.has(lead)) checkLead(verdict, lead, ids, []);
  return verdict;
}

function checkLead(verdict: Verdict, lead: string, ids: string[], insights: Seen[]): void {
  const find = (kind: Exclude<keyof Verdict, 'examples'>, what: string) => {
    verdict[kind]++;
    if (verdict.examples.length < EXAMPLES) verdict.examples.push(`${kind}: ${lead}: ${what}`);
  };
  const place = new Map(ids.map((id, i) => [id, i]));
  const answered = new Set<string>();
  let latest = -1;
  insights.forEach(({ event, seq }, i) => {
    if (seq !== i + 1) find('misordered', `seq ${seq} of ${event} where ${i + 1} was due`);
    if (event === null) return;
    const index = place.get(event);
    if (index === undefined) find('strangers', event);
    else if (answered.has(event)) find('duplicated', event);
    else if (index < latest) find('misordered', `${event} after ${ids[latest]}`);
    else latest = index;
    answered.add(event);
  });
  for (const id of ids) if (!answered.has(id)) find('lost', id);
}

function groupByLead(seen: Seen[]): Map<string, Seen[]> {
  const groups = new Map<string, Seen[]>();
  for (const insight of seen) {
    const group = groups.get(insight.lead);
    if (group) group.push(insight);
    else groups.set(insight.lead, [insight]);
  }
  return groups;
}
