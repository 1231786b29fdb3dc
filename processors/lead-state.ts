/**
 * What Doorstep remembers of a lead: everything a next event needs, nothing that grows with the conversation.
 * Steps never change a state; they make the next one. Every member is always there: objects of one shape are what
 * the engine is quick with.
 */
import type { FeatureState, ForecastMemory, Judges, SegmentMemory } from '../models/judges.ts';
import type { PackedView } from '../schemas/apply-delta.ts';
import type { InsightView } from '../schemas/insight.ts';
import type { WireInsight } from '../schemas/insight-wire.ts';
import type { ProfileEvent } from '../schemas/lead-event.ts';
import type { MarketFacts } from '../schemas/market-event.ts';
import { type CompetitionState, newCompetition } from './compete/competition-state.ts';
import type { DeltaMask } from './delta-mask.ts';
import type { LeadConsent } from './keep-consent.ts';
import { type NurtureState, newNurture } from './nurture/nurture-state.ts';
import { newPrebake, type PrebakeState } from './prebake/prebake-state.ts';

export const LEAD_STATE_VERSION = 7;

export type LeadStatus = InsightView['status'];

/** Who the lead is, as told by profile events. Phone, email, home and do-not-contact stay here: insights do not carry them. */
export type LeadContact = InsightView['contact'] &
  Pick<ProfileEvent, 'phone' | 'email' | 'home' | 'doNotContact'>;

/** Hours and channels of what the lead did: counts, halved when they get large, so that habits may change. */
export interface Habit {
  /** Events by local hour; all zero while the time zone is unknown. */
  hours: number[];
  /** Messages by channel. */
  channels: Record<string, number>;
}

/** What the market said, as far as it touches this lead. */
export interface MarketMemory {
  area?: { name: string; at: number; index: NonNullable<MarketFacts['index']> };
  /** Listings it looked at or may like that changed, and why it heard of each; newest last. */
  listings: (NonNullable<MarketFacts['listing']> & Pick<MarketFacts, 'touch'> & { at: number })[];
  /** The lead sells: the listing it signed, or empty where it only spoke of selling. Absent while it did neither. */
  sells?: string;
}

/** The view as the state holds it; confidence points, competition and nurturing are beside it, in their own form. */
export type StateView = Omit<PackedView, 'confidenceEvolution' | 'nurture' | 'competition'>;

/** What the latest insight said of its event; measured times stay out, so that a replay gives the same bytes. */
export type StateHead = Pick<
  WireInsight,
  'event' | 'cause' | 'at' | 'happening' | 'intents' | 'optOut' | 'entities'
> & {
  delta: DeltaMask;
};

/** What a challenger remembers of a lead. */
export interface Shadow {
  version: string;
  /** Whether it was there from the lead's first event: only then is it compared. */
  whole: boolean;
  memory: ForecastMemory;
}

export interface LeadState {
  v: number;
  tenant: string;
  lead: string;
  /** Number of the latest insight; survives an erasure. */
  seq: number;
  /** A tombstone: nothing is known any more but the numbers that must not repeat. */
  erased: boolean;
  status: LeadStatus;
  contact: LeadContact;
  consent: LeadConsent;
  /** Event times of the first and the latest event, epoch ms. */
  firstAt: number;
  lastAt: number;
  /** Latest message or activity of the lead itself, epoch ms; 0 before the first. */
  lastLeadAt: number;
  /** Messages of the lead, and activities of the lead. */
  messages: number;
  activities: number;
  /** Who wrote last; empty before the first message. */
  lastFrom: string;
  /** The most pressing thing the lead said that no agent has answered yet, in (0, 1]; 0 when all is answered. */
  waiting: number;
  habit: Habit;
  features: FeatureState;
  memory: SegmentMemory;
  forecast: ForecastMemory;
  /** The same of the challenger; null where there is none. */
  shadow: Shadow | null;
  /**
   * When reasons and decay were last made: the chance as the model had it, the time, and how far its log-odds fall in
   * silence of the days that are asked for.
   */
  explained: { p: number; at: number; fall: number[] };
  /** The segment that leads the primary one, and for how many messages in a row. */
  challenger: { segment: string; streak: number } | null;
  market: MarketMemory;
  /** The listing looked at last; empty before the first. */
  listing: string;
  /** Market keys this lead is registered with, newest last. */
  interests: string[];
  /** The daily tick: its generation, and when it is due (epoch ms); 0 while there is none. */
  tick: { generation: number; due: number };
  competition: CompetitionState;
  nurture: NurtureState;
  prebake: PrebakeState;
  /** Null before the first insight, and in a tombstone. */
  view: StateView | null;
  /** Confidence points, flat: epoch ms, confidence, epoch ms, … */
  confidence: number[];
  head: StateHead | null;
}

/** The judges that a state begins with. */
export type Beginnings = Pick<Judges, 'features' | 'segments' | 'forecast' | 'challenger'>;

/** The challenger's slot, empty. @param whole whether the lead is as new as the slot */
export const shadowOf = ({ challenger }: Beginnings, whole: boolean): Shadow | null =>
  challenger ? { version: challenger.version, whole, memory: challenger.initial() } : null;

/** The state of a lead never heard of. `now`: event time of what it is made for. */
export function initialState(judges: Beginnings, tenant: string, lead: string, now: number): LeadState {
  return {
    v: LEAD_STATE_VERSION,
    tenant,
    lead,
    seq: 0,
    erased: false,
    status: 'open',
    contact: {},
    consent: {},
    firstAt: now,
    lastAt: now,
    lastLeadAt: 0,
    messages: 0,
    activities: 0,
    lastFrom: '',
    waiting: 0,
    habit: { hours: new Array(24).fill(0), channels: {} },
    features: judges.features.initial(),
    memory: judges.segments.initial(),
    forecast: judges.forecast.initial(),
    shadow: shadowOf(judges, true),
    explained: { p: 0, at: 0, fall: [] },
    challenger: null,
    market: { listings: [] },
    listing: '',
    interests: [],
    tick: { generation: 0, due: 0 },
    competition: newCompetition(),
    nurture: newNurture(now),
    prebake: newPrebake(),
    view: null,
    confidence: [],
    head: null,
  };
}
