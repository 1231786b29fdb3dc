/**
 * Every input of features, forecasts, segments and likeness, and why it may be one. A new input fails here until it
 * is argued for: what does it say of the transaction, and what does it say of who somebody is? The Fair Housing Act
 * (42 U.S.C. 3604) names race, colour, religion, sex, disability, familial status and national origin; what stands for
 * one of these counts as one. `models/evaluation/proxy-figures.ts` measures; this list decides.
 */
import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES } from '../../../models/features/feature-vector.ts';
import { NOW_INPUTS } from '../../../models/forecast/now-vector.ts';
import { NODE_INPUTS } from '../../../models/history/graph-node.ts';
import { MARKET_INPUTS } from '../../../models/history/market-board.ts';
import { FEATURES as SEGMENT_INPUTS_BEFORE_FEATURES } from '../../../models/segments/deep.ts';
import { BLOCK_NAMES, coordinates } from '../../../models/similar/lead-vector.ts';
import { knownLead } from '../../../pipelines/lead-pictures.ts';
import type { LeadState } from '../../../processors/lead-state.ts';
import { SEGMENTS } from '../../../schemas/segments.ts';
import { player, says } from '../processors/events.ts';

interface Allowed {
  why: string;
  prefix?: readonly string[];
  names: string;
}

const INTENTS = `smalltalk property_inquiry viewing_request viewing_feedback price_question price_negotiation
  budget_statement payment_question financing_status rate_concern cash_purchase assistance_request
  location_preference commute_question school_question amenity_preference feature_preference condition_question
  new_build_interest renovation_interest investment_return rental_question seller_valuation listing_intent
  sell_first_contingency timeline_urgent timeline_distant delay_or_stall data_request competitor_agent
  competitor_listing commission_question trust_concern decision_maker_consult offer_intent legal_or_tax_question
  complaint opt_out human_request referral_mention scheduling not_interested`;
const ACTIVITIES = `listing_view saved_search favorite email_open link_click calculator_use showing_booked
  showing_attended showing_missed doc_download call_answered call_missed offer_made offer_accepted listing_signed`;

const FEATURES_ALLOWED: Allowed[] = [
  {
    why: 'How long a lead has been there and how long it has been still',
    names: 'age silence sinceLead sinceAgent sinceActivity',
  },
  { why: 'The date the lead itself named for its move', names: 'daysToTarget' },
  {
    why: 'How much was written and answered, and how fast',
    names: `count.lead count.agent count.agentSinceLead count.leadSinceAgent count.replies gapMean gapSpread gapLast
      gapMost replyMean replyLast agentReplyMean lastTokens perMessage.tokens perMessage.questions
      perMessage.exclamations`,
  },
  {
    why: 'How the lead ended before and what the market did to it',
    names: 'count.outcomes count.marketChanges',
  },
  {
    why: `When the lead is awake and free: segments by timing need it. Days off and nights can go with religion or
      shift work, so the parts of the day are broad and no weekday is named`,
    names: `perMessage.weekend perMessage.night dayPart.0h dayPart.4h dayPart.8h dayPart.12h dayPart.16h dayPart.20h`,
  },
  {
    why: `What the lead can spend, in its own words or its profile. Goes with area, and so with where people of a
      group live: measured by the probe`,
    names: 'budget lastMoney mostMoney',
  },
  {
    why: 'What the market of the lead’s area did, the same for all who look there',
    names: 'market.price market.inventory market.rate',
  },
  {
    why: 'How the lead prefers to be reached',
    prefix: ['channel'],
    names: 'sms email webchat whatsapp voicemail call',
  },
  { why: 'What the lead did, and how lately', prefix: ['count', 'trace'], names: ACTIVITIES },
  {
    why: 'How lately somebody wrote, browsed, visited, offered',
    prefix: ['fading.lead', 'fading.agent', 'fading.browse', 'fading.visit', 'fading.offer'],
    names: '1h 1d 7d 30d',
  },
  {
    why: `That something was said of a kind, not what: beds are asked for by all, how many is not in here`,
    prefix: ['entity'],
    names: 'money date time duration area beds baths sqft competitor address percent',
  },
  {
    why: 'Where the brokerage met the lead',
    prefix: ['source'],
    names: 'website portal social open_house referral phone sms_campaign email other',
  },
  {
    why: `What was said about the transaction. school_question is about facts of schools, asked by people with and
      without children; assistance_request is about programmes, never about who needs them`,
    prefix: ['intentMean', 'intentTrace', 'intentMost'],
    names: INTENTS,
  },
];

/** Inputs that should not be: each with what was measured. Nothing may be added here. */
const ON_NOTICE: Allowed[] = [];

const FORECAST_ALLOWED: Allowed[] = [
  {
    why: 'How far the lead has come',
    prefix: ['stage'],
    names: 'inquiry engaged touring offer contract',
  },
  {
    why: 'Clocks of the lead’s own deeds and dates',
    prefix: ['known', 'since'],
    names: 'last lastLead lastAgent lastActivity first stageAt closingAt targetAt listingGone',
  },
  {
    why: 'How often what happened',
    prefix: ['count'],
    names: `leadMessages agentMessages activities showings missed offers setbacks closingMoves targetMoves
      listingMoves`,
  },
  {
    why: 'Dates of the deal that were named',
    names: `closing.known closing.days closing.near closing.past closing.in-1 closing.in1 closing.in3
      closing.in6 closing.in10 closing.in15 closing.in22 closing.in30 target.known target.days target.past`,
  },
  {
    why: 'Steps of the deal that were spoken of',
    prefix: ['said.lead', 'said.agent', 'said.inStage'],
    names: `closing accepted moved failed denied approved cleared checks deadline elsewhere offered glad`,
  },
];
const NEIGHBOURHOOD_ALLOWED: Allowed[] = [
  {
    why: `How others fared with the same listing, area or agent: deeds and their ends, never who they were. An area’s
      record goes with its people; it enters as rates of the brokerage’s own deals`,
    names: `crowd taken touchesEach showingsEach offersEach acceptedEach ended acceptRate convertRate meanStage
      contractShare known`,
  },
];
const MARKET_ALLOWED: Allowed[] = [
  {
    why: 'The published index of an area against its own mean, and its changes',
    prefix: ['inventory', 'medianPrice', 'daysOnMarket', 'mortgageRate'],
    names: 'level change4w change12w change26w',
  },
  {
    why: 'How much listings and competitors move',
    prefix: ['moves'],
    names: 'new price expired listing_taken open_house price_cut campaign sold',
  },
  { why: 'The rate of the day, and whether anything is known', names: 'rate known' },
];

const LIKENESS_ALLOWED: Record<string, string> = {
  segments: 'What the lead does and says about the transaction',
  area: 'Where the lead wants to live, as it says; hashed, and never a postcode. Goes with who lives there: measured',
  price: 'What it can spend; see the features’ money',
  stage: 'How far it has come',
  hours: 'When it is active, in six parts of the day',
  activities: 'What it does',
  status: 'Open or ended',
  chance: 'The forecast, whose inputs are above',
  beds: 'How large a home it asks for. May go with the size of a household: weighs 3 %',
  days: 'The forecast’s time',
  messages: 'How much it writes',
};

const namesOf = (allowed: readonly Allowed[]): string[] =>
  allowed.flatMap(({ prefix, names }) => {
    const words = names.trim().split(/\s+/);
    return prefix ? prefix.flatMap((first) => words.map((word) => `${first}.${word}`)) : words;
  });

describe.each<[string, readonly string[], Allowed[]]>([
  ['features', FEATURE_NAMES, [...FEATURES_ALLOWED, ...ON_NOTICE]],
  ['forecasts, of the lead', NOW_INPUTS, FORECAST_ALLOWED],
  ['forecasts, of the neighbourhood', NODE_INPUTS, NEIGHBOURHOOD_ALLOWED],
  ['forecasts, of the market', MARKET_INPUTS, MARKET_ALLOWED],
])('inputs of %s', (_, inputs, allowed) => {
  const names = namesOf(allowed);
  it('are each on the list', () => {
    expect(inputs.filter((name) => !names.includes(name))).toEqual([]);
  });
  it('are all there is on the list: what was removed is struck out', () => {
    // Not what is on notice: its removal is what is waited for.
    const kept = names.filter((name) => !namesOf(ON_NOTICE).includes(name));
    expect(kept.filter((name) => !inputs.includes(name))).toEqual([]);
  });
  it('name nothing that stands for who somebody is', () => {
    const tell =
      /\b(name|gender|sex|race|religion|language|spanish|nation|ethnicity|zip|postcode|child|children|family)\b/i;
    const telling = inputs.filter((name) => tell.test(name) && !namesOf(ON_NOTICE).includes(name));
    expect(telling).toEqual([]);
  });
});

it('segments see the words’ evidence for each segment, the number of messages, and the features', () => {
  expect(SEGMENT_INPUTS_BEFORE_FEATURES).toBe(2 * SEGMENTS.length + 1);
});

describe('likeness', () => {
  it('is made of the blocks on the list', () => {
    expect([...BLOCK_NAMES].sort()).toEqual(Object.keys(LIKENESS_ALLOWED).sort());
  });

  it('does not change with who a lead is, what it wrote, or how it is reached', async () => {
    const play = player();
    await play.play([says('Could we see the two-bedroom in Clintonvale on Saturday?')]);
    const state = [...play.states.values()][0] as LeadState;
    const seen = (of: LeadState) => [...coordinates(knownLead(of)!.traits)];
    const { view, head } = state;
    const who = {
      name: 'Guadalupe Hernández',
      timezone: 'America/Phoenix',
      source: 'referral',
      agent: 'a-9',
    };
    const contact = { ...view!.contact, ...who };
    const another: LeadState = {
      ...state,
      lead: 'someone else',
      contact: { ...contact, phone: '+1 602 555 0100', email: 'lupe@example.com' },
      consent: { sms: { given: true, at: 0 } },
      view: { ...view!, contact },
      head: { ...head!, happening: { ...head!.happening, text: 'Hola, ¿podemos ver la casa?' }, intents: [] },
    };
    expect(seen(another)).toEqual(seen(state));
  });
});
