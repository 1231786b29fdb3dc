/** Makes what is wanted and not held: composed as nurturing composes, and put to the checks that its texts are. */
import { compose } from '../../models/content/compose.ts';
import { ungrounded } from '../../models/content/grounding.ts';
import type { ContentRequest } from '../../models/content/request.ts';
import type { FairHousingJudge } from '../../models/judges.ts';
import { type MenuItem, MOST_PREPARED, menuItem, RE_ENGAGEMENT } from '../../models/prebake/menu.ts';
import type { PrebakedAction } from '../../schemas/insight.ts';
import { contentRequest } from '../nurture/content-request.ts';
import type { Desk } from '../nurture/follow-up-turn.ts';
import { harmIn } from '../nurture/harm-in.ts';
import { withoutNames } from '../nurture/without-names.ts';
import { iso } from '../round.ts';
import type { NextTurn } from '../turn.ts';
import { type Assumptions, digestOf } from './assumptions.ts';
import { channelOf, type PrebakeGate } from './may-prepare.ts';

const HOUR_MS = 3_600_000;
/** What is not asked for within a day is made anew, if it is still expected. */
const KEPT_MS = 24 * HOUR_MS;
/** Silence lasts. */
const SILENT_KEPT_MS = 7 * KEPT_MS;
/** Time to agree on a visit before it. */
const SOONEST_MS = 2 * HOUR_MS;

/** What every text of an event is made from. */
interface Preparing {
  turn: NextTurn;
  desk: Desk;
  gate: PrebakeGate;
  assumed: Assumptions;
}

/** @returns what fits the lead's last deed, then the wanted actions that are held or can be made, as they are wanted */
export function prepareActions(
  preparing: Preparing,
  held: readonly PrebakedAction[],
  judge: FairHousingJudge,
): PrebakedAction[] {
  const actions = held.filter(({ fits }) => fits);
  for (const id of preparing.turn.state.prebake.wants) {
    if (actions.length >= MOST_PREPARED) break;
    if (actions.some((action) => action.id === id)) continue;
    const action = held.find((known) => known.id === id) ?? prepared(preparing, menuItem(id), judge);
    if (action) actions.push(action);
  }
  return actions;
}

function prepared(
  { turn, desk, gate, assumed }: Preparing,
  item: MenuItem | undefined,
  judge: FairHousingJudge,
): PrebakedAction | undefined {
  if (!item || !gate.mayPrepare(item)) return undefined;
  const request = requestOf(turn, item, desk);
  const composed = compose(request);
  if (!composed.ok || ungrounded(composed.body, request).length > 0) return undefined;
  const { state, wide } = turn;
  if (harmIn({ state, desk, wide }, 'prebake', composed.body)) return undefined;
  if (judge.judge(withoutNames({ state, desk }, composed.body)).label === 'block') return undefined;
  const sources = composed.facts.map(({ source }) => source);
  return {
    ...{ id: item.id, kind: item.kind, title: item.title, content: composed.body },
    ...{ answers: [...item.answers], assumes: digestOf(assumed, sources) },
    expiresAt: iso(expiryOf(item, request, sources)),
  };
}

/** A person will send it, so nothing says that it is automated. Short, whatever the channel: it is read at a glance. */
function requestOf(turn: NextTurn, item: MenuItem, desk: Desk): ContentRequest {
  const { state, profile, receivedAt: now } = turn;
  const asked = { text: item.title, intents: [...item.asked], channel: '' as const };
  const nurture = { ...state.nurture, asked };
  const channel = channelOf(item, state);
  const wanted = {
    type: item.type,
    strategy: 'answer',
    channel: channel === 'email' ? ('webchat' as const) : channel,
  };
  return {
    ...contentRequest({ state, profile, nurture, desk, now }, wanted),
    ...{ language: state.prebake.language, disclose: false },
    seed: `${state.tenant}/${state.lead}/${item.id}`,
  };
}

/** Offered times expire when the first of them can no longer be agreed on. */
function expiryOf(item: MenuItem, { slots, at }: ContentRequest, sources: readonly string[]): number {
  const kept = item === RE_ENGAGEMENT ? SILENT_KEPT_MS : KEPT_MS;
  if (!sources.includes("agent's calendar")) return at + kept;
  const offered = slots.map(({ from }) => from - SOONEST_MS).filter((last) => last >= at);
  return Math.min(at + kept, ...offered);
}
