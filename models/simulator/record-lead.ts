/** What is kept of a lead's life: its events, the truth of it, and the moments a forecast is asked for. */
import { timeOf } from './calendar.ts';
import type { Random } from './draws.ts';
import { FATE, type Happening, type LeadState, LOSSES, type Tell } from './lead-state.ts';
import { AREAS } from './market-paths.ts';
import type { Untitled } from './narrator.ts';
import { STAGE, STAGES } from './settings.ts';
import { NEVER } from './traits.ts';

export type TimedEvent = Untitled & { at: number };

/** A moment of a lead's life with everything there is to know of it. */
export interface Moment {
  lead: string;
  /** Day that ends with this state. */
  day: number;
  /** Epoch ms. */
  at: number;
  /** After an event of the day, or in silence. */
  after: 'event' | 'silence';
  state: LeadState;
}

/** What a seller's home does on the market. */
export interface HomeChange {
  day: number;
  id: string;
  area: number;
  price: number;
  change: 'new' | 'status' | 'expired';
  status?: 'pending' | 'active';
}

/** The listing id of a seller's home. */
export const homeOf = (lead: string): string => `home-${lead}`;

/** Chance that the end of a day with events is looked at, by stage; and of one in silence, days after the last word. */
const LOOKS = [0.1, 0.07, 0.08, 0.35, 0.16];
const SILENT_LOOKS = { days: [10, 25, 60], chance: 0.3, inContract: 0.03 };
const ENTRIES: Partial<Record<Happening, number>> = {
  arrived: 0,
  engaged: 1,
  touring: 2,
  offered: 3,
  accepted: 4,
};

export class LeadRecord {
  readonly events: TimedEvent[] = [];
  readonly moments: Moment[] = [];
  readonly entries: { stage: string; day: number }[] = [];
  readonly homeChanges: HomeChange[] = [];
  readonly lead: string;
  private lastWord = 0;
  private readonly random: Random;

  constructor(lead: string, random: Random) {
    this.lead = lead;
    this.random = random;
  }

  add(event: TimedEvent): void {
    this.events.push(event);
  }

  /** Listens beside the narrator. */
  readonly hear: Tell = (what, state, day) => {
    const stage = ENTRIES[what];
    if (stage !== undefined) this.entries.push({ stage: STAGES[stage]!, day });
    if (what !== 'touch' && what !== 'ghost' && what !== 'lost') this.lastWord = day;
    if (state.traits.side === 'seller') this.noteHome(what, state, day);
    if (what === 'lost') this.lookAfterLoss(state, day);
  };

  /** A seller's home comes on the market, and leaves it. */
  private noteHome(what: Happening, { stage, traits }: LeadState, day: number): void {
    const note = (change: HomeChange['change'], status?: HomeChange['status']) =>
      this.homeChanges.push({
        ...{ day, change, id: homeOf(this.lead), area: traits.area, price: traits.budget },
        ...(status ? { status } : {}),
      });
    if (what === 'touring') note('new');
    else if (what === 'accepted') note('status', 'pending');
    else if (what === 'fell_through') note('status', 'active');
    else if (what === 'lost' && stage >= STAGE.touring) note('expired');
  }

  /** The day is over: perhaps this is a moment to ask. */
  endOfDay(state: LeadState, day: number): void {
    const silence = SILENT_LOOKS.days.includes(day - this.lastWord);
    const draw = this.random();
    const at = this.lastEventOn(state, day);
    if (at !== undefined && draw < LOOKS[state.stage]!) this.look(state, day, at, 'event');
    else if (silence && draw > 1 - SILENT_LOOKS.chance) this.lookInSilence(state, day);
    else if (at === undefined && state.stage === STAGE.contract && draw > 1 - SILENT_LOOKS.inContract)
      this.lookInSilence(state, day);
  }

  private lastEventOn(state: LeadState, day: number): number | undefined {
    const { zone } = AREAS[state.traits.area]!;
    const [from, to] = [timeOf(day, 0, zone), timeOf(day + 1, 0, zone)];
    let last: number | undefined;
    // The day's events are among the latest told.
    for (let i = this.events.length - 1; i >= Math.max(0, this.events.length - 12); i--) {
      const { at } = this.events[i]!;
      if (at >= from && at < to && at > (last ?? 0)) last = at;
    }
    return last;
  }

  private lookInSilence(state: LeadState, day: number): void {
    this.look(state, day, timeOf(day + 1, 0, AREAS[state.traits.area]!.zone) - 1, 'silence');
  }

  private look(state: LeadState, day: number, at: number, after: Moment['after']): void {
    this.moments.push({ lead: this.lead, day, at, after, state: { ...state } });
  }

  /** Nobody sees that a silent lead is gone, so it is looked at like those that will be back. */
  private lookAfterLoss(state: LeadState, day: number): void {
    for (const days of SILENT_LOOKS.days) {
      const silent = this.lastWord + days;
      if (silent >= day && this.random() < SILENT_LOOKS.chance) this.lookInSilence(state, silent);
    }
  }

  /** Moments before `end` at which the lead was open as far as anybody could see. */
  momentsUntil(end: number): Moment[] {
    const outcomes = this.events.filter(({ type }) => type === 'outcome').sort((a, b) => a.at - b.at);
    return this.moments.filter(({ at }) => {
      const last = outcomes.findLast((outcome) => outcome.at <= at);
      return at < end && (last?.type !== 'outcome' || last.result === 'reopened');
    });
  }
}

/** One line of truth.jsonl; days count from the calendar's start, `…At` are epoch ms. */
export function truthOf(state: LeadState, record: LeadRecord) {
  const { traits, fate, fateDay, agreedClosing, closing } = state;
  const zone = AREAS[traits.area]!.zone;
  const converted = record.events.find((event) => event.type === 'outcome' && event.result === 'converted');
  const known = (day: number) => (day < NEVER ? day : null);
  return {
    lead: record.lead,
    ...{ side: traits.side, cohort: traits.cohort, area: AREAS[traits.area]!.name, cash: traits.cash },
    baseMotivation: rounded(traits.baseMotivation),
    lastMotivation: rounded(state.motivation),
    deadlineDay: known(traits.deadline),
    deadlineKind: traits.deadline < NEVER ? traits.deadlineKind : null,
    creditRisk: rounded(traits.creditRisk),
    roving: rounded(traits.roving),
    agentQuality: rounded(traits.agentQuality),
    ...{ nightOwl: traits.nightOwl, weekender: traits.weekender },
    arrivedDay: state.arrived,
    stages: record.entries,
    agreedClosingDay: known(agreedClosing),
    closingDay: known(closing),
    convertedAt: converted?.at ?? null,
    lostAt: fate === FATE.lost ? timeOf(fateDay + 1, 0, zone) - 1 : null,
    loss: fate === FATE.lost ? LOSSES[state.loss]! : null,
  };
}
export type Truth = ReturnType<typeof truthOf>;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
