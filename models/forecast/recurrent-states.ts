/** The recurrent state of leads at many looks: all leads take their first step together, then their second, … */
import { type LstmCell, STATE_WIDTH, UNITS } from './lstm.ts';
import type { Look } from './replay-history.ts';

/** Leads that take a step at once. */
const BATCH = 512;

/**
 * @param rows of each lead, one a step
 * @returns the recurrent output at each look, UNITS long; the same bits as one event at a time
 */
export function recurrentOutputs(
  cell: LstmCell,
  looks: readonly Look[],
  rows: readonly Float32Array[][],
): Float32Array[] {
  const outputs = looks.map(() => new Float32Array(UNITS));
  const byLead = new Map<number, number[]>();
  looks.forEach(({ lead }, i) => {
    const own = byLead.get(lead);
    if (own) own.push(i);
    else byLead.set(lead, [i]);
  });
  const leads = [...byLead.keys()];
  for (let from = 0; from < leads.length; from += BATCH) {
    const some = leads.slice(from, from + BATCH).map((lead) => ({
      rows: rows[lead]!,
      state: new Float32Array(STATE_WIDTH),
      looks: byLead.get(lead)!,
      last: Math.max(...byLead.get(lead)!.map((i) => looks[i]!.steps)),
    }));
    const steps = Math.max(...some.map(({ last }) => last));
    for (let step = 0; step < steps; step++) {
      const going = some.filter(({ last }) => step < last);
      cell.step(
        going.map((lead) => lead.rows[step]!),
        going.map(({ state }) => state),
      );
      for (const lead of going)
        for (const i of lead.looks)
          if (looks[i]!.steps === step + 1) outputs[i]!.set(lead.state.subarray(0, UNITS));
    }
  }
  return outputs;
}
