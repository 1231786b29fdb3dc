/** What a forecast would remember of leads, had it been there from their first event: the chain's own steps again. */
import { setImmediate } from 'node:timers/promises';
import type { ForecastMemory, Judges } from '../models/judges.ts';
import { createBeginTurn } from '../processors/begin-turn.ts';
import { chain } from '../processors/chain.ts';
import { createDecodeLeadEntry, entryTime } from '../processors/decode-lead-entry.ts';
import type { LeadState } from '../processors/lead-state.ts';
import { createReadMessage } from '../processors/read-message.ts';
import { createRecallForecast } from '../processors/recall-forecast.ts';
import { recordFacts } from '../processors/record-facts.ts';
import { createScoreIntents } from '../processors/score-intents.ts';
import type { LeadWork } from '../processors/turn.ts';
import type { Entry } from '../schemas/flow.ts';

/** Memories in the order of the leads; undefined where an entry cannot be read. */
export type ReplayMemory = (leads: readonly (readonly Entry[])[]) => Promise<(ForecastMemory | undefined)[]>;

/** @param judges `forecast` is whose memory is wanted */
export function createReplayMemory({ challenger: _, ...judges }: Judges, shards: number): ReplayMemory {
  const decode = createDecodeLeadEntry(shards);
  const steps = chain<LeadWork>()
    .each(createBeginTurn(judges))
    .each(recordFacts)
    .each(createReadMessage(judges.readText))
    .wave(createScoreIntents(judges.intents))
    .wave(createRecallForecast(judges));

  function workOf(entry: Entry, state: LeadState | undefined): LeadWork | undefined {
    const decoded = decode(entry);
    if (decoded.kind !== 'pass') return undefined;
    const { shard, id: entryId } = entry;
    const { key, event } = decoded.value;
    return { shard, entryId, receivedAt: entryTime(entryId), key, event, state };
  }

  /** One event of each lead that has one more. @param leads by place */
  function round(leads: Map<number, Entry>, states: (LeadState | undefined)[], broken: Set<number>): void {
    const places: number[] = [];
    const wave: LeadWork[] = [];
    for (const [i, entry] of leads) {
      const work = workOf(entry, states[i]);
      if (!work) broken.add(i);
      else {
        places.push(i);
        wave.push(work);
      }
    }
    const outcomes = steps.run(wave, (_stage, _size, work) => work());
    outcomes.forEach((outcome, k) => {
      if (outcome.kind === 'pass') states[places[k]!] = outcome.value.state;
    });
  }

  return async function replayMemory(leads) {
    const states: (LeadState | undefined)[] = leads.map(() => undefined);
    const broken = new Set<number>();
    const longest = Math.max(0, ...leads.map((entries) => entries.length));
    for (let n = 0; n < longest; n++) {
      await setImmediate(); // others of this process get their turn between
      const nth = leads.flatMap((entries, i) => {
        const entry = broken.has(i) ? undefined : entries[n];
        return entry ? [[i, entry] as const] : [];
      });
      round(new Map(nth), states, broken);
    }
    return states.map((state, i) => (broken.has(i) ? undefined : state?.forecast));
  };
}
