/** Says what happened to those outside: the insight, the lead's talk, and its place in the live lists. */
import type { Output } from '../schemas/flow.ts';
import type { LeadState } from './lead-state.ts';
import { type FactsTurn, type InsightTurn, withOutputs } from './turn.ts';

export function publishTurn(turn: FactsTurn): FactsTurn {
  const { state, wire, facts } = turn;
  // Whoever watched an erased lead must hear of it, and its state no longer says who that was.
  const { contact } = state.erased && turn.before ? turn.before : state;
  const route = { tenant: state.tenant, lead: state.lead, agent: contact.agent ?? '' };
  return withOutputs(
    turn,
    { to: 'insights', body: wire, route, ...(facts && { facts }) },
    ...talk(turn),
    ...roster(turn.before, state),
  );
}

function talk({ event, wire }: InsightTurn): Output[] {
  if (event.type !== 'message' && event.type !== 'activity') return [];
  const { seq, at, happening, intents } = wire;
  return [{ to: 'talk', body: { seq, at, ...happening, intents } }];
}

/** Only what moved: most events change no place in a list. */
function roster(before: LeadState | undefined, now: LeadState): Output[] {
  const places = placesOf(now);
  const known = before ? placesOf(before) : new Map<string, number>();
  const outputs: Output[] = [];
  for (const [list, score] of places) {
    if (known.get(list) !== score) outputs.push({ to: 'roster', list, member: now.lead, score });
  }
  for (const list of known.keys()) {
    if (!places.has(list)) outputs.push({ to: 'roster', list, member: now.lead, score: null });
  }
  return outputs;
}

/** Lists by attention, and those of what waits for a person, by deadline. */
function placesOf({ tenant, contact, view, nurture, competition }: LeadState): Map<string, number> {
  const places = new Map<string, number>();
  if (!view) return places;
  const lists = [tenant, ...(contact.agent === undefined ? [] : [`${tenant}/agent/${contact.agent}`])];
  const { plan, escalation } = nurture;
  const { alert } = competition;
  for (const list of lists) {
    places.set(list, view.attention);
    if (plan?.status === 'awaiting_approval') places.set(`${list}/approvals`, plan.expires);
    if (escalation) places.set(`${list}/escalations`, escalation.due);
    if (alert) places.set(`${list}/alerts`, alert.dueAt);
  }
  return places;
}
