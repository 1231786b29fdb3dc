/**
 * START HERE. What happens to everything that reaches a lead: one chain, read downward. Each step is a pure
 * function in `processors/`, in a file of its name; many leads go through side by side, in one commit.
 */
import type { Judges } from '../models/judges.ts';
import { type AddressCard, isAddressCard, keepAddress } from '../processors/address-book.ts';
import { createAdoptMemory } from '../processors/adopt-memory.ts';
import { createAdoptModel, servingOf } from '../processors/adopt-model.ts';
import { adoptAgentStatus, adoptCompetitors, adoptSettings } from '../processors/adopt-settings.ts';
import { createAgesOf } from '../processors/ages-of.ts';
import { createBeginTurn } from '../processors/begin-turn.ts';
import { chain } from '../processors/chain.ts';
import { createHearCompetitors } from '../processors/compete/hear-competitors.ts';
import { createKeepCheck } from '../processors/compete/keep-check.ts';
import { raiseAlert } from '../processors/compete/raise-alert.ts';
import { recordResults } from '../processors/compete/record-results.ts';
import { tellCompetition } from '../processors/compete/tell-competition.ts';
import { watchMarket } from '../processors/compete/watch-market.ts';
import { createWeighThreat } from '../processors/compete/weigh-threat.ts';
import { createComposeInsight } from '../processors/compose-insight.ts';
import { createDeclareInterests } from '../processors/declare-interests.ts';
import {
  createDecodeLeadEntry,
  isOfShard,
  isPrebakeEntry,
  type LeadsEvent,
  type ShardWideEvent,
} from '../processors/decode-lead-entry.ts';
import { dropStale } from '../processors/drop-stale.ts';
import { createForecastConversion } from '../processors/forecast-conversion.ts';
import { createForeseeNext } from '../processors/foresee-next.ts';
import { createForgetErased } from '../processors/forget-erased.ts';
import { createHearOptOut } from '../processors/hear-opt-out.ts';
import { keepTick } from '../processors/keep-tick.ts';
import type { LeadState } from '../processors/lead-state.ts';
import { attributeRewards } from '../processors/nurture/attribute-rewards.ts';
import { createDecideFollowUp } from '../processors/nurture/decide-follow-up.ts';
import { createEscalate } from '../processors/nurture/escalate.ts';
import { createHearFollowUp } from '../processors/nurture/hear-follow-up.ts';
import { openFollowUp } from '../processors/nurture/open-follow-up.ts';
import { createSendFollowUp } from '../processors/nurture/send-follow-up.ts';
import { settleFollowUp } from '../processors/nurture/settle-follow-up.ts';
import { createObserveFeatures } from '../processors/observe-features.ts';
import { createKeepPrebaked } from '../processors/prebake/keep-prebaked.ts';
import { publishTurn } from '../processors/publish-turn.ts';
import { createReadMessage } from '../processors/read-message.ts';
import { createRecallForecast } from '../processors/recall-forecast.ts';
import { recordFacts } from '../processors/record-facts.ts';
import { createScoreIntents } from '../processors/score-intents.ts';
import { createScoreSegments } from '../processors/score-segments.ts';
import { type ShardState, shardStates } from '../processors/shard-states.ts';
import { isShardWide, type ShardWide } from '../processors/shard-wide.ts';
import { tellFacts } from '../processors/tell-facts.ts';
import type { FactsTurn, LeadWork } from '../processors/turn.ts';
import type { Flow, Outcome, Work, Worked } from '../schemas/flow.ts';
import { shardWideKey } from '../schemas/shards.ts';
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
  const agesOf = createAgesOf(judges.features);
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
    .each(createHearCompetitors(judges)) // competition: who else is at the door
    .each(watchMarket)
    .each(createWeighThreat(judges)) // by the forecast of this event
    .each(raiseAlert)
    .each(recordResults)
    .each(tellCompetition)
    .each(openFollowUp) // nurturing: what is in force for this lead
    .each(createHearFollowUp(judges)) // an opt-out cancels in the commit that reads it
    .each(attributeRewards) // before a new decision is opened
    .each(createEscalate(judges.escalation)) // before anything is decided: a person's turn is nobody else's
    .each(createDecideFollowUp(judges))
    .each(createSendFollowUp(judges)) // the gate is asked again, at the moment of sending
    .each(settleFollowUp)
    .each(createKeepPrebaked(judges)) // what is ready for the lead's next deed
    .each(createComposeInsight(judges))
    .each(tellFacts) // of what the insight says, for those who will judge it
    .each(createForgetErased(judges)) // after its last insight
    .each(keepTick)
    .each(createKeepCheck(judges.forecast))
    .each(createDeclareInterests(judges))
    .each(publishTurn);

  const workLeads = (wave: Work<ShardState, LeadsEvent>[]): Outcome<Worked<ShardState>>[] => {
    const { around, stamp } = timedStages(observe);
    const outcomes = steps.run(wave.map(leadWork), around);
    const times = stamp();
    return outcomes.map((outcome) => worked(outcome, times));
  };
  /** What serves the lead, as its shard's log decided. */
  function leadWork(work: Work<ShardState, LeadsEvent>): LeadWork {
    const wide = (work.shardWide as ShardWide | undefined)?.tenants[work.event.tenant];
    const serving = wide?.models && servingOf(wide.models, loaded);
    const { shard, entryId, receivedAt, key, event } = work;
    return {
      shard,
      entryId,
      receivedAt,
      key,
      event,
      state: work.state as LeadState | undefined,
      serving,
      wide,
    };
  }

  /** What is no lead's own goes beside the chain, and so does a memory that is taken over: nobody hears of it. */
  function workBeside({
    event,
    state,
  }: Work<ShardState, LeadsEvent>): Outcome<Worked<ShardState>> | undefined {
    if (event.type === 'warm') return adoptMemory(state as LeadState | undefined, event);
    return event.type === 'address' ? keepAddress(state as AddressCard | undefined, event) : undefined;
  }
  function workAll(wave: Work<ShardState, LeadsEvent>[]): Outcome<Worked<ShardState>>[] {
    const beside = wave.map(workBeside);
    const others = workLeads(wave.filter((_, i) => !beside[i]));
    let next = 0;
    return beside.map((outcome) => outcome ?? others[next++]!);
  }
  function adopt(known: ShardWide | undefined, event: ShardWideEvent): Outcome<Worked<ShardWide>> {
    if (event.type === 'model') return adoptModel(known, event);
    if (event.type === 'competitors') return adoptCompetitors(known, event);
    return event.type === 'policy' ? adoptSettings(known, event) : adoptAgentStatus(known, event);
  }

  const flow: Flow<ShardState, LeadsEvent> = {
    name: 'leads',
    space: 'leads',
    decode: createDecodeLeadEntry(shards),
    canWait: isPrebakeEntry,
    run(wave) {
      const [{ event, state }] = wave as [Work<ShardState, LeadsEvent>];
      return isOfShard(event) ? [adopt(state as ShardWide | undefined, event)] : workAll(wave);
    },
    shardWideKey,
    agesOf: (state) => (isShardWide(state) || isAddressCard(state) ? {} : agesOf(state)),
    ...shardStates,
  };
  return flow as LeadsFlow;
}

/** Measured times go on the outgoing insight only: the state must not know them, or a replay would differ. */
function worked(outcome: Outcome<FactsTurn>, times: Times): Outcome<Worked<LeadState>> {
  if (outcome.kind !== 'pass') return outcome;
  const { state, outputs, wire } = outcome.value;
  Object.assign(wire, times);
  return { kind: 'pass', value: { state, outputs } };
}
