/**
 * START HERE. What happens to everything that reaches a lead: one chain, read downward. Each step is a pure
 * function in `processors/`, in a file of its name; many leads go through side by side, in one commit.
 */
import type { Judges } from '../models/judges.ts';
import { createAdoptMemory } from '../processors/adopt-memory.ts';
import { createAdoptModel, servingOf } from '../processors/adopt-model.ts';
import { createBeginTurn } from '../processors/begin-turn.ts';
import { chain } from '../processors/chain.ts';
import { createComposeInsight } from '../processors/compose-insight.ts';
import { createDeclareInterests } from '../processors/declare-interests.ts';
import { createDecodeLeadEntry, type LeadsEvent } from '../processors/decode-lead-entry.ts';
import { dropStale } from '../processors/drop-stale.ts';
import { createForecastConversion } from '../processors/forecast-conversion.ts';
import { createForeseeNext } from '../processors/foresee-next.ts';
import { createForgetErased } from '../processors/forget-erased.ts';
import { createHearOptOut } from '../processors/hear-opt-out.ts';
import { keepTick } from '../processors/keep-tick.ts';
import type { LeadState } from '../processors/lead-state.ts';
import { leadStates } from '../processors/lead-states.ts';
import { createObserveFeatures } from '../processors/observe-features.ts';
import { publishTurn } from '../processors/publish-turn.ts';
import { createReadMessage } from '../processors/read-message.ts';
import { createRecallForecast } from '../processors/recall-forecast.ts';
import { recordFacts } from '../processors/record-facts.ts';
import { createScoreIntents } from '../processors/score-intents.ts';
import { createScoreSegments } from '../processors/score-segments.ts';
import {
  isShardModels,
  packShardModels,
  type ShardModels,
  unpackShardModels,
} from '../processors/shard-models.ts';
import { tellFacts } from '../processors/tell-facts.ts';
import type { FactsTurn, LeadWork } from '../processors/turn.ts';
import type { Flow, Outcome, Work, Worked } from '../schemas/flow.ts';
import { modelsKey } from '../schemas/shards.ts';
import { type Observe, type Times, timedStages } from './timed-stages.ts';

export interface LeadsFlowOptions {
  /** How many lead shards there are. */
  shards: number;
  /** Hears of each stage: its time in ms is the whole wave's. */
  observe?: Observe;
}

export type LeadsFlow = Flow<LeadState, LeadsEvent>;

export function createLeadsFlow(judges: Judges, { shards, observe }: LeadsFlowOptions): LeadsFlow {
  const loaded = [judges.forecast, ...(judges.challenger ? [judges.challenger] : [])].map(
    (judge) => judge.version,
  );
  const adoptModel = createAdoptModel(loaded);
  const adoptMemory = createAdoptMemory(judges.challenger);
  const steps = chain<LeadWork>()
    .sift(dropStale)
    .each(createBeginTurn(judges))
    .each(recordFacts) // before anything is judged: judges see the event's own facts
    .each(createReadMessage(judges.readText))
    .wave(createScoreIntents(judges.intents))
    .each(createHearOptOut(judges.optOut)) // in the commit of the message that says it
    .each(createObserveFeatures(judges)) // intents are features too
    .wave(createRecallForecast(judges))
    .wave(createScoreSegments(judges.segments))
    .wave(createForecastConversion(judges))
    .wave(createForeseeNext(judges.nextEvent))
    .each(createComposeInsight(judges))
    .each(tellFacts) // of what the insight says, for those who will judge it
    .each(createForgetErased(judges)) // after its last insight
    .each(keepTick)
    .each(createDeclareInterests(judges.forecast))
    .each(publishTurn);

  const workLeads = (wave: Work<States, LeadsEvent>[]): Outcome<Worked<States>>[] => {
    const { around, stamp } = timedStages(observe);
    const outcomes = steps.run(wave.map(leadWork), around);
    const times = stamp();
    return outcomes.map((outcome) => worked(outcome, times));
  };
  /** What serves the lead, as its shard's log decided. */
  function leadWork(work: Work<States, LeadsEvent>): LeadWork {
    const { state, shardWide, ...rest } = work;
    const decided = (shardWide as ShardModels | undefined)?.tenants[work.event.tenant];
    return { ...rest, state: state as LeadState | undefined, serving: decided && servingOf(decided, loaded) };
  }

  /** A memory is taken over beside the chain, because nobody hears of it. */
  function workAll(wave: Work<States, LeadsEvent>[]): Outcome<Worked<States>>[] {
    const adopted = wave.map(({ event, state }) =>
      event.type === 'warm' ? adoptMemory(state as LeadState | undefined, event) : undefined,
    );
    const others = workLeads(wave.filter((_, i) => !adopted[i]));
    let next = 0;
    return adopted.map((outcome) => outcome ?? others[next++]!);
  }

  const flow: Flow<States, LeadsEvent> = {
    name: 'leads',
    space: 'leads',
    decode: createDecodeLeadEntry(shards),
    run: (wave) =>
      wave.length === 1 && wave[0]!.event.type === 'model'
        ? [adoptModel(wave[0]!.state as ShardModels | undefined, wave[0]!.event)]
        : workAll(wave),
    shardWideKey: modelsKey,
    pack: (state) => (isShardModels(state) ? packShardModels(state) : leadStates.pack(state)),
    unpack: (bytes) => unpackShardModels(bytes) ?? leadStates.unpack(bytes),
  };
  return flow as LeadsFlow;
}

/** A shard's key holds the one kind, leads' keys the other; whoever asks for a lead's state gets a lead's. */
type States = LeadState | ShardModels;

/** Measured times go on the outgoing insight only: the state must not know them, or a replay would differ. */
function worked(outcome: Outcome<FactsTurn>, times: Times): Outcome<Worked<LeadState>> {
  if (outcome.kind !== 'pass') return outcome;
  const { state, outputs, wire } = outcome.value;
  Object.assign(wire, times);
  return { kind: 'pass', value: { state, outputs } };
}
