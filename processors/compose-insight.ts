/** The insight: the lasting view after this event, what changed in it, and what the event itself was. */
import type { Judges } from '../models/judges.ts';
import { diffPatch } from '../schemas/apply-delta.ts';
import type { WireInsight } from '../schemas/insight-wire.ts';
import { INTENTS } from '../schemas/intents.ts';
import { attention } from './attention.ts';
import { withConfidence } from './confidence-points.ts';
import { happeningOf } from './happening.ts';
import type { LeadContact, LeadState, StateHead, StateView } from './lead-state.ts';
import { iso, round } from './round.ts';
import type { InsightTurn, NextTurn } from './turn.ts';

const SAID = 6;
const ENTITIES = 12;

export function createComposeInsight(judges: Judges, backend: string) {
  return function composeInsight(turn: NextTurn): InsightTurn {
    const view = viewOf(turn, judges.versions, backend);
    const confidence = withConfidence(turn.state.confidence, turn.asOf, view.profile.confidenceScore);
    const insightDelta = (diffPatch(turn.state.view, view) ?? {}) as Record<string, unknown>;
    if (confidence.point) insightDelta.confidencePoint = confidence.point;
    const head = headOf(turn, insightDelta, judges.intents.thresholds);
    const state: LeadState = { ...turn.state, view, head, confidence: confidence.points };
    return { ...turn, state, wire: wireOf(state, head) };
  };
}

function viewOf(turn: NextTurn, models: Record<string, string>, backend: string): StateView {
  const { state, profile, forecast, nextEvents } = turn;
  if (!profile || !forecast || !nextEvents)
    throw new Error(`composeInsight: nothing scored yet of ${turn.key}`);
  const known = state.view;
  return {
    contact: shown(state.contact),
    status: state.status,
    attention: turn.scored
      ? attention(state, forecast.forecast.pConvert, turn.asOf)
      : (known?.attention ?? 0),
    messages: state.messages,
    ...(state.lastFrom !== undefined && { lastFrom: state.lastFrom }),
    forecast: forecast.forecast,
    curves: forecast.curves,
    profile,
    nextEvents,
    prebakedActions: known?.prebakedActions ?? [],
    models,
    backend,
  };
}

/** Phone and email are for sending, not for showing around. */
function shown({ phone: _phone, email: _email, ...contact }: LeadContact): StateView['contact'] {
  return contact;
}

function headOf(turn: NextTurn, insightDelta: Record<string, unknown>, thresholds: Float32Array): StateHead {
  const { event, reading, intents } = turn;
  return {
    event: event.id,
    cause: { kind: event.type, id: event.id },
    at: iso(event.at),
    happening: happeningOf(event),
    intents: intents ? said(intents, thresholds) : [],
    entities: reading ? reading.entities.slice(0, ENTITIES) : [],
    insightDelta,
  };
}

/** The intents that count as said, likeliest first. */
function said(intents: Float32Array, thresholds: Float32Array): StateHead['intents'] {
  const list: StateHead['intents'] = [];
  for (let i = 0; i < intents.length; i++) {
    if (intents[i]! >= thresholds[i]!) list.push({ id: INTENTS[i]!, p: round(intents[i]!, 3) });
  }
  return list.sort((a, b) => b.p - a.p).slice(0, SAID);
}

/** What goes on the stream; also how a stored state says its latest insight again, measured times aside. */
export function wireOf({ tenant, lead, seq }: LeadState, head: StateHead): WireInsight {
  return { v: 1, tenant, lead, seq, ...head, processingTimeMs: 0, stages: {} };
}
