/**
 * How a lead's state is laid out in bytes. The order is part of the format: another order, or another member, is a
 * new version of the state with an upgrade from this one. Only a member that may be absent can be added without, at the
 * end of a row.
 */
import type { FeatureState } from '../models/judges.ts';
import type { ProfileEvent } from '../schemas/lead-event.ts';
import { COMPETITION } from './compete/competition-layout.ts';
import { newCompetition } from './compete/competition-state.ts';
import { withProfile } from './keep-consent.ts';
import { LEAD_STATE_VERSION, type LeadState, type StateHead, type StateView } from './lead-state.ts';
import {
  type NurtureState,
  newNurture,
  type OpenReward,
  type Plan,
  type Send,
} from './nurture/nurture-state.ts';
import { newPrebake, type PrebakeState } from './prebake/prebake-state.ts';
import { complete, type Layout } from './row-layout.ts';
import { createStateCodec } from './state-codec.ts';

const FORECAST = complete<StateView['forecast']>()([
  'kind',
  'pConvert',
  'expectedConversionDate',
  'medianDays',
  ['quantileDays', ['q05', 'q10', 'q25', 'q75', 'q90', 'q95']],
  'confidenceInterval',
  'intervalLevel',
  'optimalTouchpoints',
  'touchpointNote',
  'marketContext',
  'members',
  'epistemic',
  'weights',
]);

const PROFILE = complete<StateView['profile']>()([
  'primaryMicrosegment',
  'secondarySegments',
  'confidenceScore',
  'behaviorEvolution',
  'similarLeads',
  'optimizationStrategy',
  'conversionApproach',
]);

const VIEW = complete<StateView>()([
  'contact',
  'consent',
  'status',
  'attention',
  'messages',
  'lastFrom',
  ['forecast', FORECAST],
  ['curves', ['probability', 'decay']],
  ['profile', PROFILE],
  'nextEvents',
  'prebakedActions',
  'models',
  'backend',
]);

const HEAD = complete<StateHead>()([
  'event',
  ['cause', ['kind', 'id']],
  'at',
  'happening',
  'intents',
  'optOut',
  'entities',
  'delta',
]);

const PLAN = complete<Plan>()([
  'id',
  'type',
  'purpose',
  'channel',
  'strategy',
  'delay',
  'decidedAt',
  'due',
  'autonomy',
  'status',
  'subject',
  'body',
  'contentHash',
  'variant',
  'responseRate',
  'expires',
  'approvedBy',
  'why',
  'play',
  'fairHousing',
]);

const SEND = complete<Send>()([
  'id',
  'at',
  'type',
  'purpose',
  'channel',
  'strategy',
  'status',
  'text',
  'play',
]);

const REWARD = complete<OpenReward>()([
  'decision',
  'at',
  'until',
  'sends',
  'replied',
  'acted',
  'showingBooked',
  'offerMade',
  'optedOut',
]);

const NURTURE = complete<NurtureState>()([
  'stage',
  'since',
  ['timer', ['generation', 'due']],
  ['plan', PLAN],
  ['sends', SEND, 'each'],
  'read',
  'texts',
  ['forgotten', ['any', 'marketing']],
  'escalation',
  ['rewards', REWARD, 'each'],
  'person',
  'pausedBy',
  'agentAt',
  'heard',
  'asked',
  'touches',
  'replies',
  'disclosed',
  'alone',
  'withPerson',
  ['suppressed', ['phone', 'email']],
  ['addresses', ['phone', 'email']],
  'transactionAt',
  'lookAt',
  'valueSeen',
  'autonomy',
  'holdout',
  'why',
  'unclear',
  'answering',
  'doubt',
]);

const PREBAKE = complete<PrebakeState>()(['wants', 'asked', 'tried', 'language']);

const LEAD = complete<Omit<LeadState, 'v'>>()([
  'tenant',
  'lead',
  'seq',
  'erased',
  'status',
  'contact',
  'consent',
  'firstAt',
  'lastAt',
  'lastLeadAt',
  'messages',
  'activities',
  'lastFrom',
  'waiting',
  ['habit', ['hours', 'channels']],
  ['features', ['v', 'acc']],
  'memory',
  'forecast',
  ['shadow', ['version', 'whole', 'memory']],
  ['explained', ['p', 'at', 'fall']],
  'challenger',
  ['market', ['area', 'listings', 'sells']], // what is absent at the end of a row needs no new version
  'listing',
  'interests',
  ['tick', ['generation', 'due']],
  ['competition', COMPETITION],
  ['nurture', NURTURE],
  ['prebake', PREBAKE],
  ['view', VIEW],
  'confidence',
  ['head', HEAD],
]);

const NURTURE_5 = NURTURE.map((place) =>
  place[0] === 'plan' ? (['plan', PLAN.filter((member) => member !== 'play')] as const) : place,
);

/** Before next actions were prepared. */
export const LEAD_6: Layout = LEAD.filter((place) => place[0] !== 'prebake');

/** Before competition was watched, and plays answered it. */
export const LEAD_5: Layout = LEAD_6.filter((place) => place[0] !== 'competition').map((place) =>
  place[0] === 'nurture' ? ['nurture', NURTURE_5] : place,
);

/** Before there was nurturing. */
export const LEAD_4: Layout = LEAD_5.filter((place) => place[0] !== 'nurture');

/** Before opting out was heard, and consent shown. */
export const LEAD_3: Layout = LEAD_4.map((place) => {
  if (place[0] === 'view') return ['view', VIEW.filter((member) => member !== 'consent')];
  return place[0] === 'head' ? ['head', HEAD.filter((member) => member !== 'optOut')] : place;
});

/** Before a challenger had a slot, and reasons were kept while they hold. */
export const LEAD_2: Layout = LEAD_3.filter((place) => place[0] !== 'shadow' && place[0] !== 'explained');

/** Before there was an ensemble: without what the forecast remembers and the listing looked at last. */
export const LEAD_1: Layout = LEAD_2.filter((place) => place !== 'forecast' && place !== 'listing');

/**
 * Of version 1 what was read of the text and what the forecast remembers cannot be known: both begin anew, of length 0
 * until {@link createBeginTurn} makes them.
 */
const from1 = (state: Record<string, unknown>) => ({
  ...state,
  features: withoutLanguage(state.features as FeatureState),
  memory: new Float64Array(0),
  forecast: new Float64Array(0),
  listing: '',
});

const from2 = (state: Record<string, unknown>) => ({
  ...state,
  shadow: null,
  explained: { p: 0, at: 0, fall: [] },
});

/** Consent was kept as it was told: without a time it counts from the lead's latest event. Shown by the next insight. */
const from3 = (state: Record<string, unknown>) => ({
  ...state,
  consent: withProfile({}, state.consent as ProfileEvent['consent'], state.lastAt as number),
  view: state.view && { ...state.view, consent: {} },
});

/** Who wrote before then has the engine's attention from its next event on; since 0: nobody was shown anything of it. */
const from4 = (state: Record<string, unknown>) => ({ ...state, nurture: newNurture(0) });

const from5 = (state: Record<string, unknown>) => {
  const nurture = state.nurture as NurtureState;
  const plan = nurture.plan && { ...nurture.plan, play: '' };
  return { ...state, nurture: { ...nurture, plan }, competition: newCompetition() };
};

const from6 = (state: Record<string, unknown>) => ({ ...state, prebake: newPrebake() });

/** Version 1 counted Spanish messages, in place 25: a proxy of national origin that nothing may see. */
const withoutLanguage = ({ v, acc }: FeatureState): FeatureState => ({
  v,
  acc: acc.filter((_, place) => place !== 25),
});

/** States to bytes and back. */
export const leadStates = createStateCodec<LeadState>(
  { 1: LEAD_1, 2: LEAD_2, 3: LEAD_3, 4: LEAD_4, 5: LEAD_5, 6: LEAD_6, [LEAD_STATE_VERSION]: LEAD },
  { 1: from1, 2: from2, 3: from3, 4: from4, 5: from5, 6: from6 },
);
