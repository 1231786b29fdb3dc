/** Tells a lead's life as the events a brokerage would see; what is hidden stays so unless somebody says it. */
import type { Activity, LeadEvent, Result } from '../../schemas/lead-event.ts';
import type { BorrowedWords } from './borrowed-words.ts';
import { timeOf } from './calendar.ts';
import { pick, type Random, whole } from './draws.ts';
import { LeadClock } from './lead-clock.ts';
import { type Happening, type LeadState, LOSSES, type Tell } from './lead-state.ts';
import type { Listing, ListingMarket } from './listings.ts';
import { touchDue } from './live-day.ts';
import { AREAS } from './market-paths.ts';
import { homeOf as homeIdOf } from './record-lead.ts';
import { STAGE, TOUCH } from './settings.ts';
import { addressOf, fill, sayDate, sayMoney, varyAmounts } from './slots.ts';
import { drawTopic } from './topics.ts';
import { NEVER, type Traits } from './traits.ts';
import * as say from './wordings.ts';

/** An event that has no id yet: ids are given once all leads' events are in order. */
export type Untitled = LeadEvent extends infer E ? (E extends LeadEvent ? Omit<E, 'id'> : never) : never;

/** What a narrator needs to tell one lead's life. */
export interface Telling {
  lead: string;
  agent: string;
  words: BorrowedWords;
  listings: ListingMarket;
  random: Random;
  out: (event: Untitled & { at: number }) => void;
}

/** Chances that something that happened is said or recorded. */
const SAID = { loan: 0.85, closing: 0.5, closingLater: 0.55, again: 0.12, postponed: 0.92, slipped: 0.8 };
const ALSO = { cleared: 0.85, liked: 0.6, lost: 0.75, recorded: 0.93 };
const LOST_RECORDED = { told: 0.6, silent: 0.3 };
const WRONGLY_LOST = 0.06;

/** Makes the listener that writes one lead's events. */
export function createNarrator({ lead, agent, words, listings, random, out }: Telling): Tell {
  let clock: LeadClock;
  let traits: Traits;
  let saidDeadline = false;
  let saidClosing = NEVER;
  let wronglyLost = NEVER;
  const chance = (p: number) => random() < p;

  const message = (from: 'lead' | 'agent', at: number, text: string, channel = traits.channel) =>
    out({ lead, at, type: 'message', from, channel, text, ...(from === 'agent' ? { agent } : {}) });
  const activity = (at: number, what: Activity, ref?: string) =>
    out({ lead, at, type: 'activity', activity: what, ...(ref === undefined ? {} : { ref }) });
  const outcome = (at: number, result: Result, reason?: string) =>
    out({ lead, at, type: 'outcome', result, ...(reason === undefined ? {} : { reason }) });

  const homeOf = (state: LeadState): Listing =>
    listings.all[state.listing] ?? listings.browse(traits.area, random);
  const slots = (state: LeadState, day: number, date = state.closing) => ({
    home: addressOf(homeOf(state)),
    price: sayMoney(traits.budget * (0.9 + whole(random, 0, 14) / 100), random),
    area: AREAS[traits.area]!.name,
    agent: agent.replace('-', ' '),
    date: date < NEVER ? sayDate(date, day, random) : 'soon',
    reason: pick(random, say.FALL_REASONS),
  });
  const filled = (wordings: readonly string[], state: LeadState, day: number, date?: number) =>
    fill(pick(random, wordings), slots(state, day, date));

  /** Looks at homes around something said: the keener, the more. */
  function browse(state: LeadState, day: number, usual: number) {
    if (traits.side === 'seller' || state.stage > STAGE.touring) return;
    const looks = Math.floor(usual * Math.exp(0.35 * state.motivation) * (0.3 + 1.4 * random()));
    for (let i = 0; i < looks; i++) {
      const home = state.listing >= 0 && chance(0.45) ? homeOf(state) : listings.browse(traits.area, random);
      const at = i === 0 ? clock.lead(day) : clock.soon(day, 8);
      activity(at, 'listing_view', home.id);
      if (chance(0.07)) activity(clock.soon(day, 1), 'favorite', home.id);
    }
    if (chance(0.05)) activity(clock.soon(day, 3), 'saved_search');
    if (chance(traits.cash ? 0.01 : 0.06)) activity(clock.soon(day, 3), 'calculator_use');
  }

  function leadSays(
    text: string,
    day: number,
    hours?: number,
    intent?: Parameters<BorrowedWords['answer']>[0],
  ) {
    message('lead', clock.lead(day), text);
    if (hours === undefined || hours > 36) return;
    message('agent', clock.answer(day, hours), words.answer(intent ?? 'smalltalk', random));
  }

  const agentSays = (text: string, day: number) => message('agent', clock.office(day), text);

  function contact(state: LeadState, day: number, hours: number) {
    if (chance(0.35)) browse(state, day, 1.8);
    const inContract = state.stage === STAGE.contract;
    if (!saidDeadline && traits.deadline > day && traits.deadline < NEVER && chance(traits.openness)) {
      saidDeadline = true;
      return leadSays(filled(say.DEADLINE[traits.deadlineKind], state, day, traits.deadline), day, hours);
    }
    if (inContract && chance(saidClosing === state.closing ? SAID.again : SAID.closingLater)) {
      saidClosing = state.closing;
      return leadSays(filled(say.CLOSING.lead, state, day), day, hours);
    }
    if (!inContract && chance(0.03)) activity(clock.lead(day), chance(0.7) ? 'call_answered' : 'call_missed');
    const intent = drawTopic(state, traits.deadline - day, random);
    leadSays(varyAmounts(words.message(intent, random), traits.budget, random), day, hours, intent);
    if (intent === 'data_request' && chance(0.5)) activity(clock.soon(day, 90), 'doc_download');
  }

  function arrived(state: LeadState, day: number) {
    ({ traits } = state);
    const { zone, name } = AREAS[traits.area]!;
    clock = new LeadClock(traits, zone, random);
    const budget = chance(0.6) && traits.side !== 'seller' ? { budget: traits.budget } : {};
    const where = chance(0.95) ? { timezone: zone } : {};
    out({
      lead,
      at: clock.lead(day),
      type: 'profile',
      source: traits.source,
      area: name,
      agent,
      ...where,
      ...budget,
    });
    if (chance(0.6)) browse(state, day, 2.5);
    if (!chance(0.85)) return agentSays(filled(say.FIRST_REPLY, state, day), day);
    const intent = drawTopic(state, traits.deadline - day, random);
    message('lead', clock.soon(day, 4), varyAmounts(words.message(intent, random), traits.budget, random));
    const hours = traits.answerHours * (0.3 + 1.4 * random());
    message('agent', clock.answer(day, hours), filled(say.FIRST_REPLY, state, day));
  }

  function toured(state: LeadState, day: number, liked: boolean) {
    const home = homeOf(state);
    if (chance(0.5)) activity(clock.office(day), 'showing_booked', home.id);
    activity(clock.office(day), 'showing_attended', home.id);
    if (chance(ALSO.liked)) leadSays(filled(liked ? say.LIKED : say.DISLIKED, state, day), day);
  }

  function offered(state: LeadState, day: number) {
    const buys = traits.side !== 'seller';
    if (buys && chance(0.8)) leadSays(filled(say.OFFER.buyer, state, day), day);
    if (buys && chance(ALSO.recorded)) activity(clock.soon(day, 200), 'offer_made', homeOf(state).id);
    if (!buys) agentSays('We received an offer! Sending it over now.', day);
    if (!buys && chance(0.6)) leadSays(filled(say.OFFER.seller, state, day), day);
  }

  function accepted(state: LeadState, day: number) {
    const own = traits.side === 'seller' ? homeIdOf(lead) : homeOf(state).id;
    if (chance(ALSO.recorded)) activity(clock.office(day), 'offer_accepted', own);
    agentSays(filled(say.ACCEPTED[traits.side === 'seller' ? 'seller' : 'buyer'], state, day), day);
    if (!chance(SAID.closing)) return;
    saidClosing = state.closing;
    agentSays(filled(say.CLOSING.agent, state, day), day);
  }

  function postponed(state: LeadState, day: number) {
    if (!chance(SAID.postponed)) return;
    saidClosing = state.closing;
    if (chance(0.7)) agentSays(filled(say.POSTPONED.agent, state, day), day);
    else leadSays(filled(say.POSTPONED.lead, state, day), day);
  }

  function cleared(state: LeadState, day: number) {
    if (!chance(ALSO.cleared)) return;
    if (traits.cash) return agentSays(filled(say.CLEARED.cash, state, day), day);
    if (chance(0.65)) agentSays(filled(say.CLEARED.agent, state, day), day);
    else leadSays(filled(say.CLEARED.lead, state, day), day);
  }

  function back(state: LeadState, day: number) {
    if (day > wronglyLost) {
      outcome(timeOf(wronglyLost, 17, AREAS[traits.area]!.zone), 'lost', 'no answer');
      outcome(clock.lead(day), 'reopened');
    }
    wronglyLost = NEVER;
    leadSays(filled(say.BACK, state, day), day, traits.answerHours);
    browse(state, day, 1.5);
  }

  /** The agent does not know that the lead is gone, and goes on as with any silent lead. */
  function touchInVain(gone: LeadState, from: number, until: number) {
    const state = { ...gone };
    for (let day = from + 1; day < until && state.unanswered < TOUCH.most; day++) {
      if (!touchDue(state, day) || !chance(TOUCH.chance)) continue;
      state.lastTouch = day;
      state.unanswered++;
      agentSays(filled(say.TOUCH, state, day), day);
      if (chance(0.04)) activity(clock.soon(day, 150), 'email_open');
    }
  }

  function lost(state: LeadState, day: number) {
    const loss = LOSSES[state.loss]!;
    const zone = AREAS[traits.area]!.zone;
    if (loss === 'opted_out') {
      const at = clock.lead(day);
      message('lead', at, words.message('opt_out', random));
      return outcome(at + 60_000, 'opted_out');
    }
    const wordings: readonly string[] = say.LOST[loss];
    const told = wordings.length > 0 && state.silentUntil < 0 && chance(ALSO.lost);
    if (told) leadSays(filled(wordings, state, day), day, traits.answerHours);
    const recorded = chance(told ? LOST_RECORDED.told : LOST_RECORDED.silent);
    const later = day + (told ? whole(random, 1, 5) : whole(random, 20, 75));
    if (!told) touchInVain(state, day, recorded ? later : NEVER);
    if (!recorded) return;
    outcome(timeOf(later, 16 + random(), zone), 'lost', told ? loss.replaceAll('_', ' ') : 'no answer');
  }

  const tellers: Partial<Record<Happening, (state: LeadState, day: number, value: number) => void>> = {
    arrived,
    contact,
    back,
    offered,
    accepted,
    postponed,
    cleared,
    lost,
    ghost(_state, day) {
      wronglyLost = chance(WRONGLY_LOST) ? day + whole(random, 14, 30) : NEVER;
    },
    touch(state, day) {
      agentSays(filled(say.TOUCH, state, day), day);
      const answers = Math.exp(0.5 * state.motivation) * (state.silentUntil >= 0 ? 0.12 : 0.4);
      if (chance(answers))
        activity(clock.soon(day, 150), traits.channel === 'email' ? 'email_open' : 'link_click');
    },
    applied: (state, day) => void (chance(SAID.loan * 0.6) && leadSays(filled(say.APPLIED, state, day), day)),
    approved: (state, day) => void (chance(SAID.loan) && leadSays(filled(say.APPROVED, state, day), day)),
    denied: (state, day) => void (chance(SAID.loan) && leadSays(filled(say.DENIED, state, day), day)),
    engaged: (state, day) => contact(state, day, traits.answerHours),
    touring(state, day) {
      if (traits.side !== 'seller') return contact(state, day, traits.answerHours);
      activity(clock.office(day), 'listing_signed', homeIdOf(lead));
      agentSays(filled(say.LISTED, state, day), day);
    },
    toured: (state, day, liked) => toured(state, day, liked === 1),
    listing_lost: (state, day, hadOffer) =>
      void (chance(hadOffer ? 0.95 : 0.4) && agentSays(filled(say.OUTBID, state, day), day)),
    rejected: (state, day) => void (chance(0.9) && agentSays(filled(say.REJECTED, state, day), day)),
    slipped: (state, day) => void (chance(SAID.slipped) && agentSays(filled(say.SLIPPED, state, day), day)),
    fell_through(state, day) {
      saidClosing = NEVER;
      if (chance(0.92)) agentSays(filled(say.FELL_THROUGH, state, day), day);
    },
    converted: (_state, day) => outcome(clock.office(day), 'converted'),
  };
  return (what, state, day, value) => tellers[what]?.(state, day, value);
}
