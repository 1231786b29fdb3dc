/**
 * Tells the market shards what a lead looks at and how far it came, so that a change there finds its way back, and
 * those who look at the same learn from it.
 */

import { type Touch, touchesOf } from '../models/history/touches.ts';
import type { ForecastJudge } from '../models/judges.ts';
import type { Output } from '../schemas/flow.ts';
import type { InterestEvent } from '../schemas/market-event.ts';
import { agentKey, areaKey, listingKey } from '../schemas/shards.ts';
import { isSystemEvent } from './decode-lead-entry.ts';
import type { LeadState } from './lead-state.ts';
import { type ReadTurn, withOutputs } from './turn.ts';

/** Interests kept of a lead; the oldest is forgotten, and declared anew should it return. */
const MOST = 24;
const AREA_CHARACTERS = 200;
const LISTING_CHARACTERS = 128;

/** What an interest is about, and what is said of it. */
type About = Pick<InterestEvent, 'area' | 'listing' | 'agent'>;
type Said = Pick<InterestEvent, 'watch' | 'deed' | 'stage' | 'ask'>;

export function createDeclareInterests(judge: Pick<ForecastJudge, 'stageOf'>) {
  return function declareInterests<T extends ReadTurn>(turn: T): T {
    const { state } = turn;
    const said = new Map<string, About & Said>();
    for (const about of watched(turn)) {
      const key = keyOf(state.tenant, about);
      if (!state.interests.includes(key)) said.set(key, { ...about, watch: true });
    }
    const fresh = [...said.keys()].slice(0, MOST);
    for (const touch of touches(turn, judge)) {
      const { deed, ask } = touch;
      const about = aboutOf(touch);
      const key = keyOf(state.tenant, about);
      const stage = judge.stageOf(state.forecast);
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
