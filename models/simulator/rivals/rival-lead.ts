/** One lead of a world with rivals: its base history as the affair leaves it, and what the affair adds. */
import type { LeadEvent } from '../../../schemas/lead-event.ts';
import { MINUTE, timeOf } from '../calendar.ts';
import { clamp, normal, type Random, STREAM, streamOf } from '../draws.ts';
import { FATE, type Happening, type LeadState, type Tell } from '../lead-state.ts';
import type { ListingMarket } from '../listings.ts';
import { AREAS } from '../market-paths.ts';
import type { Truth } from '../record-lead.ts';
import type { Agent } from '../traits.ts';
import { type AffairDay, affairDay, newAffair } from './affair.ts';
import { CAST, drawRival, portalPage } from './cast.ts';
import * as lets from './lets-on.ts';
import { OF_RIVALS } from './marks.ts';
import { plantEvent } from './plant-event.ts';
import type { Plant } from './plants.ts';
import { type Affair, RivalNotes } from './rival-notes.ts';
import { LETS_ON } from './settings.ts';
import { tellLoss } from './tell-loss.ts';

/** What was so, for measurement only; days count from the calendar's start. */
export interface RivalTruth {
  lead: string;
  arrivedDay: number;
  /** Day on which it was lost or converted; Infinity where it was open to the end. */
  endedDay: number;
  discreet: boolean;
  affairs: Affair[];
  /** What an affair let on, each. */
  traces: RivalNotes['traces'];
  /** Epoch ms, day, and id of the rival; null where it was not lost to one. */
  lostAt: number | null;
  lostDay: number | null;
  lostTo: string | null;
  /** Lost in the base world, to somebody it had never talked to. */
  sudden: boolean;
}

export interface RivalLeadOptions {
  seed: number;
  index: number;
  lead: string;
  agents: readonly Agent[];
  listings: ListingMarket;
  /** Of the base world, in order of time. */
  events: readonly LeadEvent[];
  plant: Plant | undefined;
}

/** A day on which nothing else happened may pass in silence; no more than this of the story is left out. */
const LEFT_UNSAID: ReadonlySet<Happening> = new Set(['contact', 'touch']);
const LOOKS: ReadonlySet<string> = new Set(['listing_view', 'favorite', 'saved_search', 'calculator_use']);

export class RivalLead {
  readonly affair;
  readonly notes: RivalNotes;
  private readonly fate: Random;
  private readonly words: Random;
  private readonly own: RivalLeadOptions;
  private next = 0;
  private lostAt = Number.POSITIVE_INFINITY;
  private happened: Happening[] = [];
  private answeredAfter: number | undefined;
  private zone = 'UTC';

  constructor(own: RivalLeadOptions) {
    this.own = own;
    this.fate = streamOf(own.seed, STREAM.rivals, own.index);
    this.words = streamOf(own.seed, STREAM.rivalWords, own.index);
    this.affair = newAffair(this.fate);
    this.notes = new RivalNotes(own.lead, own.index, this.affair);
  }

  /** Listens to the base world. */
  readonly hear: Tell = (what, state, _day, value) => {
    this.zone = AREAS[state.traits.area]!.zone;
    this.happened.push(what);
    if (what === 'contact') this.answeredAfter = value;
  };

  endOf(day: number): number {
    return timeOf(day + 1, 0, this.zone) - 1;
  }

  /** Lives one day of an open lead, after the base world has. */
  live(state: LeadState, around: Omit<AffairDay, 'answeredAfter'>): void {
    const { day } = around;
    const today = this.takeUntil(this.endOf(day));
    if (day === state.arrived) this.keep(today, state);
    else this.liveOn(state, { ...around, answeredAfter: this.answeredAfter }, today);
    this.happened = [];
    this.answeredAfter = undefined;
  }

  private liveOn(state: LeadState, today: AffairDay, events: readonly LeadEvent[]): void {
    const { affair, notes, words, fate } = this;
    const { day } = today;
    const before = affair.rival;
    const happening = affairDay(affair, state, today, fate);
    if (happening === 'met') notes.opened(day);
    else if (happening) notes.closed(happening, day);
    const quiet = this.keepUnlessQuiet(state, events);
    this.letOn(state, day, quiet);
    if (happening === 'cooled' && !affair.discreet && words() < LETS_ON.cools)
      notes.speak(lets.speakIll(before, words), this.hourOf(state, day), state.traits.channel);
    if (this.own.plant?.after === day - state.arrived) this.plant(state, day);
    if (affair.lostTo >= 0) this.lose(state, day);
  }

  /** @returns whether what the lead would have said today is left out */
  private keepUnlessQuiet(state: LeadState, events: readonly LeadEvent[]): boolean {
    const mayBe = this.happened.every((what) => LEFT_UNSAID.has(what));
    const first = events.find(isSpoken);
    const quiet = mayBe && lets.keepsQuiet(this.affair, this.words) && first !== undefined;
    this.keep(quiet ? events.filter((event) => !isSpoken(event) && !isAnswer(event)) : events, state);
    if (quiet) this.notes.trace(Number(first.at), 'quiet');
    return quiet;
  }

  private letOn(state: LeadState, day: number, quiet: boolean): void {
    const { affair, notes, words } = this;
    // Both are drawn every day, so that one does not move the other.
    const [speaks, looks] = [lets.speaksToday(affair, words), lets.looksElsewhere(affair, words)];
    if (speaks && !quiet && state.silentUntil < 0) {
      const at = this.hourOf(state, day);
      notes.speak(lets.speakOfRival(affair, state, words), at, state.traits.channel);
    }
    if (!looks) return;
    const at = this.hourOf(state, day);
    const { id } = this.own.listings.browse(state.traits.area, words);
    notes.tell({ at, type: 'activity', activity: 'link_click', ref: portalPage(id) });
    notes.trace(at, 'portal');
  }

  private plant(state: LeadState, day: number): void {
    const { affair, notes, fate, words, zone } = this;
    const { listings, plant } = this.own;
    const at = this.hourOf(state, day);
    plantEvent(plant!.kind, { affair, notes, state, day, at, zone, listings, fate, words });
  }

  private lose(state: LeadState, day: number): void {
    const { affair, notes, words } = this;
    const { agents, listings } = this.own;
    const last = notes.told.reduce((latest, { at }) => Math.max(latest, Number(at)), 0);
    this.lostAt = Math.min(Math.max(this.hourOf(state, day), last) + 10 * MINUTE, this.endOf(day));
    const said = notes.planted.some(({ kind }) => kind === 'signed');
    const agent = agents[state.traits.agent]!.id;
    tellLoss({ notes, rival: affair.lostTo, state, day, at: this.lostAt, agent, listings, words, said });
  }

  /** What is left of the base history once observation or the lead has ended, and the truth of it all. */
  end(truth: Truth, state: LeadState, end: number): { events: LeadEvent[]; truth: RivalTruth } {
    const { affair, notes } = this;
    const signed = affair.lostTo >= 0;
    if (!signed) this.keep(this.takeUntil(end), state);
    const left = !signed && truth.loss === 'competitor';
    if (left && affair.rival >= 0) notes.closed('signed', state.fateDay);
    const rival = signed
      ? affair.lostTo
      : affair.rival >= 0
        ? affair.rival
        : drawRival(truth.side, this.fate);
    return {
      events: notes.told.filter(({ at }) => Number(at) < end),
      truth: {
        ...{ lead: notes.lead, arrivedDay: state.arrived, discreet: affair.discreet },
        ...{ affairs: notes.affairs, traces: notes.traces, sudden: left && affair.rival < 0 },
        endedDay: signed
          ? affair.lostDay
          : state.fate === FATE.open
            ? Number.POSITIVE_INFINITY
            : state.fateDay,
        lostDay: signed ? affair.lostDay : left ? state.fateDay : null,
        lostAt: signed ? this.lostAt : left ? truth.lostAt : null,
        lostTo: signed || left ? CAST[rival]!.id : null,
      },
    };
  }

  private takeUntil(at: number): LeadEvent[] {
    const { events } = this.own;
    const from = this.next;
    while (this.next < events.length && Number(events[this.next]!.at) <= at) this.next++;
    return events.slice(from, this.next);
  }

  /** Events of the base world; where it speaks of rivals, what is said follows from the affair. */
  private keep(events: readonly LeadEvent[], state: LeadState): void {
    const { affair, notes, words } = this;
    for (const event of events) {
      if (event.type !== 'message' || event.text !== OF_RIVALS) {
        notes.told.push(event);
        continue;
      }
      const { text, said } = lets.speakOfRival(affair, state, words);
      notes.told.push({ ...event, text });
      notes.said.set(event.id, said);
      notes.trace(Number(event.at), 'mention');
    }
  }

  private hourOf({ traits }: LeadState, day: number): number {
    const drawn = (((traits.hour + traits.hourSpread * normal(this.words)) % 24) + 24) % 24;
    return timeOf(day, clamp(drawn, 0.1, 23.5), this.zone);
  }
}

const isSpoken = (event: LeadEvent): boolean =>
  (event.type === 'message' && event.from === 'lead') ||
  (event.type === 'activity' && LOOKS.has(event.activity));
const isAnswer = (event: LeadEvent): boolean => event.type === 'message' && event.from === 'agent';
