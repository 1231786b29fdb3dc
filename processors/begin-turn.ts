/** Opens a turn: the state to go on from, the next number, and the moment that scores are of. */
import type { CompetingTurn } from './compete/competing-turn.ts';
import type { LeadsEvent } from './decode-lead-entry.ts';
import { movesInputs } from './feature-event.ts';
import { type Beginnings, initialState, type LeadState, shadowOf } from './lead-state.ts';
import type { FollowUpTurn } from './nurture/follow-up-turn.ts';
import type { FactsTurn, LeadWork, PrebakedTurn, Turn } from './turn.ts';

/**
 * Events that are evidence about the lead. Others report what Doorstep or its people did; and how the neighbours fared
 * is the answer to a deed of the lead's own a moment ago, and counts from its next event on.
 */
const EVIDENCE = new Set(['message', 'activity', 'profile', 'outcome', 'tick']);

/** Of market news that in which a model's inputs move. A thousand leads may hear of a home that none of them looked at. */
const isEvidence = (event: LeadsEvent): boolean =>
  event.type === 'market' ? movesInputs(event.facts) : EVIDENCE.has(event.type);

export function createBeginTurn(judges: Beginnings) {
  return function beginTurn(work: LeadWork): Turn {
    const { key, event, receivedAt, state: before } = work;
    const known = before && !before.erased ? current(judges, before) : revive(judges, work);
    const asOf = Math.max(event.at, known.lastAt);
    const state = { ...known, seq: known.seq + 1, lastAt: asOf };
    const serving = servingFor(state, work.serving, judges);
    const scored = isEvidence(event);
    const { wide } = work;
    return opened({ key, event, receivedAt, asOf, serving, wide, scored, before, state, outputs: [] });
  };
}

type LaterTurn = FactsTurn & PrebakedTurn & CompetingTurn & FollowUpTurn;

/**
 * The turn with a place for all that steps will add. A copy with one member more than what it copies gets a hidden
 * class to itself from V8: that costs more than most steps, and reading it is slow from there on.
 */
function opened(turn: Turn): Turn {
  const { key, event, receivedAt, asOf, serving, wide, scored, before, state, outputs } = turn;
  const later = undefined;
  const whole = {
    key,
    event,
    receivedAt,
    asOf,
    serving,
    wide,
    scored,
    before,
    state,
    outputs,
    reading: later,
    heard: later,
    intents: later,
    optOut: later,
    judged: later,
    vector: later,
    segments: later,
    profile: later,
    forecast: later,
    told: later,
    nextEvents: later,
    competition: later,
    fresh: later,
    said: later,
    desk: later,
    now: later,
    nurture: later,
    records: later,
    prebakedActions: later,
    wire: later,
    facts: later,
  } satisfies Record<keyof LaterTurn, unknown>;
  return whole;
}

/** A challenger that came after the lead's beginnings knows too little to serve it: the bundled forecast goes on. */
function servingFor(
  { shadow }: LeadState,
  serving: LeadWork['serving'],
  { challenger }: Beginnings,
): LeadWork['serving'] {
  return serving && serving.version === challenger?.version && !shadow?.whole ? undefined : serving;
}

/** A state of an earlier version lacks what models of today remember: that begins anew. */
function current(judges: Beginnings, state: LeadState): LeadState {
  const { segments, forecast, challenger } = judges;
  const known =
    state.forecast.length > 0
      ? state
      : { ...state, memory: segments.initial(), forecast: forecast.initial() };
  return known.shadow?.version === challenger?.version
    ? known
    : { ...known, shadow: shadowOf(judges, false) };
}

/** A lead not known, or erased: all is new but the numbers that must not repeat. */
function revive(judges: Beginnings, { event, state: tombstone }: LeadWork): LeadState {
  const fresh = initialState(judges, event.tenant, event.lead, event.at);
  if (!tombstone) return fresh;
  const { tick, nurture, competition, seq } = tombstone;
  return {
    ...fresh,
    seq,
    tick: { generation: tick.generation, due: 0 },
    nurture: { ...fresh.nurture, timer: { generation: nurture.timer.generation, due: 0 } },
    competition: { ...fresh.competition, check: { generation: competition.check.generation, due: 0 } },
  };
}
