/**
 * Tells the market shards what a lead looks at and how far it came, so that a change there finds its way back, and
 * those who look at the same learn from it.
 */

import { type Touch, touchesOf } from '../models/history/touches.ts';
import type { ForecastJudge, Judges } from '../models/judges.ts';
import type { Output } from '../schemas/flow.ts';
import { INTENT_INDEX } from '../schemas/intents.ts';
import type { InterestEvent } from '../schemas/market-event.ts';
import { agentKey, areaKey, listingKey } from '../schemas/shards.ts';
import { isSystemEvent } from './decode-lead-entry.ts';
import type { LeadState } from './lead-state.ts';
import { SELLER_INTENTS } from './nurture/side-of.ts';
import { isSameTaste, type Taste, tasteOf } from './taste-of.ts';
import { type IntentTurn, type ReadTurn, withOutputs } from './turn.ts';

/** Interests kept of a lead; the oldest is forgotten, and declared anew should it return. */
const MOST = 24;
const AREA_CHARACTERS = 200;
const LISTING_CHARACTERS = 128;

/** What an interest is about, and what is said of it. */
type About = Pick<InterestEvent, 'area' | 'listing' | 'agent'>;
type Said = Pick<InterestEvent, 'watch' | 'deed' | 'stage' | 'ask'> & Taste;

export function createDeclareInterests({ forecast, intents }: Pick<Judges, 'forecast' | 'intents'>) {
  return function declareInterests<T extends IntentTurn>(asked: T): T {
    if (asked.event.type === 'erase') return withdrawn(asked);
    const turn = selling(asked, intents);
    const { state } = turn;
    const said = tasteSaid(turn);
    for (const about of watched(turn)) {
      const key = keyOf(state.tenant, about);
      if (!state.interests.includes(key))
        said.set(key, { ...about, watch: true, ...(about.area !== undefined && tasteOf(state)) });
    }
    const fresh = [...said].flatMap(([key, { watch }]) => (watch ? key : [])).slice(0, MOST);
    for (const touch of touches(turn, forecast)) {
      const { deed, ask } = touch;
      const about = aboutOf(touch);
      const key = keyOf(state.tenant, about);
      const stage = forecast.stageOf(state.forecast);
      said.set(key, { ...said.get(key), ...about, deed, stage, ...(ask && { ask }) });
    }
    if (said.size === 0) return turn;
    const interests = fresh.length > 0 ? [...state.interests, ...fresh].slice(-MOST) : state.interests;
    const outputs = [...said].map(([key, interest]) => declaration(turn, key, interest));
    return withOutputs({ ...turn, state: { ...state, interests } }, ...outputs);
  };
}

/** Areas and listings to hear of from now on. */
function watched({ event, reading, state }: ReadTurn): About[] {
  if (event.type === 'profile') return event.area?.trim() ? [{ area: event.area }] : [];
  if (event.type === 'activity')
    return state.listing && state.listing === event.ref ? [{ listing: event.ref }] : [];
  if (!reading) return [];
  return reading.entities
    .filter(({ kind, text }) => kind === 'area' && text.length <= AREA_CHARACTERS)
    .map(({ value, text }) => ({ area: typeof value === 'string' ? value : text }));
}

/** What the event means to the lead's neighbours. */
function touches({ event, before, state }: ReadTurn, judge: Pick<ForecastJudge, 'stageOf'>): Touch[] {
  if (isSystemEvent(event)) return [];
  const stands = (lead: LeadState | undefined) => ({
    stage: lead ? judge.stageOf(lead.forecast) : 0,
    listing: lead?.listing || undefined,
    area: lead?.contact.area?.trim() || undefined,
    agent: lead?.contact.agent,
  });
  const known = before && !before.erased ? before : undefined;
  return touchesOf({ event, before: stands(known), after: stands(state) }).filter(
    ({ kind, id }) => id.length <= (kind === 'area' ? AREA_CHARACTERS : LISTING_CHARACTERS),
  );
}

/** Remembers that the lead sells: what it signed, or that it spoke of selling. Changes nothing where that is known. */
function selling<T extends IntentTurn>(turn: T, judge: Judges['intents']): T {
  const { event, state } = turn;
  const signed = event.type === 'activity' && event.activity === 'listing_signed' ? state.listing : undefined;
  const sells = signed ?? state.market.sells ?? (speaksOfSelling(turn, judge) ? '' : undefined);
  if (sells === state.market.sells || sells === undefined) return turn;
  return { ...turn, state: { ...state, market: { ...state.market, sells } } };
}

const speaksOfSelling = ({ intents }: IntentTurn, { thresholds }: Judges['intents']): boolean =>
  intents !== undefined &&
  SELLER_INTENTS.some((intent) => {
    const place = INTENT_INDEX.get(intent)!;
    return intents[place]! >= thresholds[place]!;
  });

/** To every area that knows the lead, what it looks for now, where that is something else than before this event. */
function tasteSaid({ before, state }: IntentTurn): Map<string, About & Said> {
  const said = new Map<string, About & Said>();
  if (state.interests.length === 0 || !mayDiffer(before, state)) return said;
  const taste = tasteOf(state);
  if (!taste || isSameTaste(taste, before && tasteOf(before))) return said;
  const area = areaKey(state.tenant, '');
  for (const key of state.interests)
    if (key.startsWith(area)) said.set(key, { area: key.slice(area.length), ...taste });
  return said;
}

/** Most events change nothing that a taste is made of. */
const mayDiffer = (before: LeadState | undefined, now: LeadState): boolean =>
  before?.contact !== now.contact ||
  before.market !== now.market ||
  before.listing !== now.listing ||
  before.status !== now.status;

/** An erased lead is on no list any more. */
function withdrawn<T extends IntentTurn>(turn: T): T {
  const { tenant } = turn.state;
  const outputs = (turn.before?.interests ?? []).map((key) =>
    declaration(turn, key, { ...aboutKey(tenant, key), watch: false }),
  );
  return withOutputs(turn, ...outputs);
}

/** The inverse of {@link keyOf}, of areas in the form that keys have. */
function aboutKey(tenant: string, key: string): About {
  const area = areaKey(tenant, '');
  return key.startsWith(area)
    ? { area: key.slice(area.length) }
    : { listing: key.slice(listingKey(tenant, '').length) };
}

const aboutOf = ({ kind, id }: Touch): About => ({ [kind]: id });

function keyOf(tenant: string, { area, listing, agent }: About): string {
  if (listing !== undefined) return listingKey(tenant, listing);
  return area !== undefined ? areaKey(tenant, area) : agentKey(tenant, agent!);
}

function declaration({ state, asOf }: ReadTurn, key: string, about: About & Said): Output {
  const { tenant, lead, seq } = state;
  const event: InterestEvent = { id: `interest:${seq}`, tenant, at: asOf, type: 'interest', lead, ...about };
  return { to: 'outbox', space: 'market', key, event };
}
