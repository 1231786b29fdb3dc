/** The insight: the lasting view after this event, what changed in it, and what the event itself was. */
import type { Judges } from '../models/judges.ts';
import { diffPatch } from '../schemas/apply-delta.ts';
import type { CompetitionView } from '../schemas/competition.ts';
import type { InsightView } from '../schemas/insight.ts';
import type { WireInsight } from '../schemas/insight-wire.ts';
import { INTENTS } from '../schemas/intents.ts';
import type { NurtureView } from '../schemas/nurture-view.ts';
import { attention } from './attention.ts';
import { competitionView } from './compete/competition-view.ts';
import { confidencePoints, withConfidence } from './confidence-points.ts';
import { type DeltaMask, maskDelta, unmaskDelta } from './delta-mask.ts';
import { happeningOf } from './happening.ts';
import { shownConsent } from './keep-consent.ts';
import type { LeadContact, LeadState, StateHead, StateView } from './lead-state.ts';
import { nurtureView } from './nurture/nurture-view.ts';
import { iso, round } from './round.ts';
import type { InsightTurn, NextTurn, PrebakedTurn } from './turn.ts';

const SAID = 6;
const ENTITIES = 12;

export function createComposeInsight(judges: Judges) {
  return function composeInsight(turn: PrebakedTurn): InsightTurn {
    const view = viewOf(turn, judges);
    const confidence = withConfidence(turn.state.confidence, turn.asOf, view.profile.confidenceScore);
    const now = wholeView(view, nurtureView(turn.state.nurture), competitionView(turn.state.competition));
    const insightDelta = (diffPatch(shownBefore(turn, now), now) ?? {}) as Partial<WholeView>;
    if (confidence.point) insightDelta.confidencePoint = confidence.point;
    now.confidencePoint = confidence.point;
    const mask = maskDelta(insightDelta, now);
    const head = headOf(turn, mask, judges);
    const state: LeadState = { ...turn.state, view, head, confidence: confidence.points };
    return { ...turn, state, wire: wireOf(state, head, insightDelta) };
  };
}

/** With what is shown and kept in a form of its own, and the point of confidence that is new. */
interface WholeView extends StateView {
  nurture: NurtureView | undefined;
  competition: CompetitionView;
  confidencePoint?: InsightView['confidenceEvolution'][number] | undefined;
}

/** Member by member: to copies that grow V8 gives a hidden class each, and comparing them is slow then. */
function wholeView(
  view: StateView,
  nurture: WholeView['nurture'],
  competition: WholeView['competition'],
): WholeView {
  const { lastFrom } = view;
  return {
    contact: view.contact,
    consent: view.consent,
    status: view.status,
    attention: view.attention,
    messages: view.messages,
    ...(lastFrom !== undefined && { lastFrom }),
    forecast: view.forecast,
    curves: view.curves,
    profile: view.profile,
    nextEvents: view.nextEvents,
    prebakedActions: view.prebakedActions,
    models: view.models,
    backend: view.backend,
    nurture,
    competition,
  };
}

/** The view before this turn; null where nobody has one. What stands is the same object as in the view after it. */
function shownBefore({ before, state }: NextTurn, now: WholeView): WholeView | null {
  if (!state.view || !before) return null;
  const { nurture, competition } = before;
  const nurtured = nurture === state.nurture ? now.nurture : nurtureView(nurture);
  const competed = competition === state.competition ? now.competition : competitionView(competition);
  return wholeView(state.view, nurture.since > 0 ? nurtured : undefined, competed);
}

/** A forecast that stands keeps the name of who made it. */
function modelsOf({ serving, told, state }: NextTurn, { versions }: Judges): StateView['models'] {
  if (!serving) return versions;
  if (!told) return state.view?.models ?? versions;
  const { version, calibration } = serving;
  return { ...versions, forecast: version, ...(calibration && { calibration: calibration.id }) };
}

function viewOf(turn: PrebakedTurn, judges: Judges): StateView {
  const { state, profile, forecast, nextEvents, prebakedActions } = turn;
  if (!profile || !forecast || !nextEvents)
    throw new Error(`composeInsight: nothing scored yet of ${turn.key}`);
  const known = state.view;
  return {
    contact: shown(state.contact),
    consent: shownConsent(state.consent),
    status: state.status,
    attention: turn.scored
      ? attention(state, forecast.forecast.pConvert, turn.asOf)
      : (known?.attention ?? 0),
    messages: state.messages,
    ...(state.lastFrom !== '' && { lastFrom: state.lastFrom }),
    forecast: forecast.forecast,
    curves: forecast.curves,
    profile,
    nextEvents,
    prebakedActions,
    models: modelsOf(turn, judges),
    backend: judges.backend,
  };
}

/** Phone, email and the do-not-contact word are for sending, and the home for the market: not for showing around. */
function shown({
  phone: _phone,
  email: _email,
  home: _home,
  doNotContact: _dnc,
  ...contact
}: LeadContact): StateView['contact'] {
  return contact;
}

function headOf(turn: NextTurn, delta: DeltaMask, judges: Judges): StateHead {
  const { event, reading, intents, optOut } = turn;
  return {
    event: event.id,
    cause: { kind: event.type, id: event.id },
    at: iso(event.at),
    happening: happeningOf(event),
    intents: intents ? said(intents, judges.intents.thresholds) : [],
    ...(optOut && { optOut }),
    entities: reading ? reading.entities.slice(0, ENTITIES) : [],
    delta,
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

/** What goes on the stream, measured times aside. */
function wireOf(
  { tenant, lead, seq }: LeadState,
  head: StateHead,
  insightDelta: WireInsight['insightDelta'],
): WireInsight {
  const { delta: _, ...said } = head;
  return { v: 1, tenant, lead, seq, ...said, insightDelta, processingTimeMs: 0, stages: {} };
}

/** The latest insight, as it went on the stream; undefined for an erased lead. */
export function latestWire(state: LeadState): WireInsight | undefined {
  const { view, head, confidence } = state;
  if (!view || !head) return undefined;
  const confidencePoint = confidencePoints(confidence.slice(-2))[0];
  const whole = wholeView(view, nurtureView(state.nurture), competitionView(state.competition));
  return wireOf(
    state,
    head,
    unmaskDelta(head.delta, { ...whole, confidencePoint }) as WireInsight['insightDelta'],
  );
}
