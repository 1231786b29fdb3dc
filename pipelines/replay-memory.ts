/** What a forecast would remember of leads, had it been there from their first event: the chain's own steps again. */
import type { ForecastMemory, Judges } from '../models/judges.ts';
import { createBeginTurn } from '../processors/begin-turn.ts';
import { chain } from '../processors/chain.ts';
import { createDecodeLeadEntry, entryTime } from '../processors/decode-lead-entry.ts';
import { createReadMessage } from '../processors/read-message.ts';
import { createRecallForecast } from '../processors/recall-forecast.ts';
import { recordFacts } from '../processors/record-facts.ts';
import { createScoreIntents } from '../processors/score-intents.ts';
import type { LeadWork } from '../processors/turn.ts';
import type { Entry } from '../schemas/flow.ts';
import { type Replayed, replayLeads } from './replay-leads.ts';

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

  return async function replayMemory(leads) {
    const events = leads.map(decoded);
    const states = await replayLeads(
      steps,
      events.map((own) => own ?? []),
    );
    return states.map((state) => state?.forecast);
  };

  function decoded(entries: readonly Entry[]): Replayed[] | undefined {
    const events: Replayed[] = [];
    for (const entry of entries) {
      const outcome = decode(entry);
      if (outcome.kind !== 'pass') return undefined;
      const { key, event } = outcome.value;
      const { shard, id: entryId } = entry;
      events.push({ shard, entryId, receivedAt: entryTime(entryId), key, event });
    }
    return events;
  }
}
