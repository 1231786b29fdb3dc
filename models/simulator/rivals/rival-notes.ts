/** What is kept of one lead of a world with rivals: its events as told, and what was true of them. */
import type { LeadEvent } from '../../../schemas/lead-event.ts';
import type { CompetitorEvent, ListingEvent } from '../../../schemas/market-event.ts';
import type { Channel } from '../../../schemas/words.ts';
import type { AffairState } from './affair.ts';
import { CAST } from './cast.ts';
import type { RivalSpeech, SaidOfRival } from './lets-on.ts';
import type { Planted } from './plants.ts';

export type TraceKind = 'mention' | 'portal' | 'quiet';

/** A courtship; days count from the calendar's start. */
export interface Affair {
  rival: string;
  from: number;
  to: number;
  ended: 'signed' | 'cooled' | 'otherwise';
}

type Untold = LeadEvent extends infer E ? (E extends LeadEvent ? Omit<E, 'id' | 'lead'> : never) : never;

export class RivalNotes {
  readonly told: LeadEvent[] = [];
  readonly said = new Map<string, SaidOfRival>();
  readonly traces: { at: number; kind: TraceKind }[] = [];
  readonly affairs: Affair[] = [];
  readonly planted: Planted[] = [];
  /** Of the market: price cuts that were planted. */
  readonly cuts: (Omit<ListingEvent, 'seq'> | Omit<CompetitorEvent, 'seq'>)[] = [];
  readonly lead: string;
  private readonly index: number;
  private readonly affair: AffairState;
  private made = 0;

  constructor(lead: string, index: number, affair: AffairState) {
    this.lead = lead;
    this.index = index;
    this.affair = affair;
  }

  tell(event: Untold): LeadEvent {
    const at = Math.round(Number(event.at));
    const id = `r-${this.index + 1}-${++this.made}`;
    const whole = { id, lead: this.lead, ...event, at } as LeadEvent;
    this.told.push(whole);
    return whole;
  }

  /** The lead says so. @returns the event's id */
  speak({ text, said }: RivalSpeech, at: number, channel: Channel): string {
    const { id } = this.tell({ at, type: 'message', from: 'lead', channel, text });
    this.said.set(id, said);
    this.trace(at, 'mention');
    return id;
  }

  /** What shows while a rival courts the lead is a trace of it. */
  trace(at: number, kind: TraceKind): void {
    if (this.affair.rival >= 0 && !this.affair.discreet) this.traces.push({ at, kind });
  }

  /** The lead has begun to talk to the rival of its affair. */
  opened(day: number): void {
    this.affairs.push({ rival: CAST[this.affair.rival]!.id, from: day, to: day, ended: 'otherwise' });
  }
  closed(ended: 'signed' | 'cooled', day: number): void {
    Object.assign(this.affairs.at(-1)!, { to: day, ended });
  }
}
