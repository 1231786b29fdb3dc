/** Takes over what an event says outright, before anything is judged: who, what happened, and how it ended. */
import { listingOf } from '../models/history/touches.ts';
import type { ProfileEvent, Result } from '../schemas/lead-event.ts';
import type { DeliveryEvent } from '../schemas/system-event.ts';
import type { Channel } from '../schemas/words.ts';
import type { LeadsEvent } from './decode-lead-entry.ts';
import { type LeadConsent, withProfile, withWord } from './keep-consent.ts';
import type { LeadState, LeadStatus } from './lead-state.ts';
import { learnHabit } from './learn-habit.ts';
import { rememberMarket } from './remember-market.ts';
import type { Turn } from './turn.ts';

export function recordFacts(turn: Turn): Turn {
  return { ...turn, state: recorded(turn.state, turn.event, turn.asOf) };
}

function recorded(state: LeadState, event: LeadsEvent, asOf: number): LeadState {
  switch (event.type) {
    case 'message':
      return event.from === 'lead' ? heard(state, event.channel, asOf) : answered(state, event);
    case 'activity':
      return {
        ...state,
        listing: listingOf(event) ?? state.listing,
        activities: state.activities + 1,
        lastLeadAt: asOf,
        habit: learnHabit(state.habit, asOf, state.contact.timezone),
      };
    case 'profile':
      return { ...state, ...profiled(state, event) };
    case 'outcome':
      return ended(state, event);
    case 'delivery':
      return event.status === 'opted_out' ? { ...state, consent: refusedBy(state, event) } : state;
    case 'market':
      return { ...state, market: rememberMarket(state.market, event.facts, event.at, state.contact.area) };
    default:
      return state;
  }
}

/** Recorded by a person, so it is an end of all consent as well; coming back is not consent given again. */
function ended(
  state: LeadState,
  { result, at, reason }: { result: Result; at: number; reason?: string },
): LeadState {
  const status = STATUS[result];
  if (result !== 'opted_out') return { ...state, status };
  const word = { given: false, at, source: 'outcome', ...(reason !== undefined && { text: reason }) };
  return { ...state, status, consent: withWord(state.consent, 'all', word) };
}

/** The provider knows of an opt-out that never came through us. */
function refusedBy({ consent, nurture }: LeadState, { action, at, detail }: DeliveryEvent): LeadConsent {
  const send = nurture.sends.find(({ id }) => id === action);
  if (!send) return consent;
  const text = detail === undefined ? {} : { text: detail };
  return withWord(consent, send.channel, { given: false, at, source: 'provider', ...text });
}

const STATUS: Record<Result, LeadStatus> = {
  converted: 'converted',
  lost: 'lost',
  opted_out: 'opted_out',
  reopened: 'open',
};

function heard(state: LeadState, channel: Channel, asOf: number): LeadState {
  const habit = learnHabit(state.habit, asOf, state.contact.timezone, channel);
  return { ...state, messages: state.messages + 1, lastFrom: 'lead', lastLeadAt: asOf, habit };
}

/** An agent's message answers the lead; an automatic one does not. */
function answered(state: LeadState, event: { from: string; agent?: string }): LeadState {
  const contact =
    event.agent !== undefined && state.contact.agent === undefined
      ? { ...state.contact, agent: event.agent }
      : state.contact;
  const waiting = event.from === 'agent' ? 0 : state.waiting;
  return { ...state, contact, lastFrom: event.from, waiting };
}

const FIELDS = [
  ...([
    'name',
    'agent',
    'area',
    'source',
    'timezone',
    'budget',
    'phone',
    'email',
    'home',
    'doNotContact',
  ] as const),
];

function profiled(
  state: LeadState,
  event: Omit<ProfileEvent, 'at'> & { at: number },
): Pick<LeadState, 'contact' | 'consent'> {
  const told = FIELDS.filter((field) => event[field] !== undefined).map((field) => [field, event[field]]);
  return {
    contact: { ...state.contact, ...Object.fromEntries(told) },
    consent: withProfile(state.consent, event.consent, event.at),
  };
}
