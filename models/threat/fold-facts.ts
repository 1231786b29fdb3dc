/**
 * The facts of one lead of a simulated world, folded from its events and its market: what the leads' chain remembers,
 * remade for learning. Mentions are given to it as they were read.
 */
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { FADES_DAYS, type RivalFacts, type ThreatFacts } from './facts.ts';

const DAY = 86_400_000;

/** A mention as read of one message. */
export type ReadMention = Pick<RivalFacts, 'kind' | 'stance' | 'switching'> & { name: string };

/** A count that fades. */
class Fading {
  private value = 0;
  private at = 0;
  private readonly halfLife: number;
  constructor(days: number) {
    this.halfLife = days * DAY;
  }
  as(at: number): number {
    return this.value * 0.5 ** (Math.max(0, at - this.at) / this.halfLife);
  }
  add(at: number): void {
    this.value = this.as(at) + 1;
    this.at = Math.max(at, this.at);
  }
}

const MOST_RIVALS = 4;
const FIRST_GAP = 3 * DAY;
/** Weight of the latest gap in the running mean. */
const LATEST = 0.3;
/** How likely a message asks something: by its question mark, or without one. */
const ASKS = { marked: 0.9, plain: 0.3 };
const PORTAL = /\b(?:zillow|redfin|realtor|trulia|homes)\.com\b/i;

export class ThreatFold {
  /** Listings it looked at, and saw. */
  readonly watched = new Set<string>();
  private rivals: (RivalFacts & { name: string })[] = [];
  private firstAt = 0;
  private lastLeadAt = 0;
  private lastAgentAt = 0;
  private waiting = 0;
  private usualGapMs = FIRST_GAP;
  private showingAt = Number.NEGATIVE_INFINITY;
  private readonly portal = new Fading(FADES_DAYS.portal);
  private readonly moves = new Fading(FADES_DAYS.moves);
  private readonly cuts = new Fading(FADES_DAYS.prices);
  private readonly rises = new Fading(FADES_DAYS.prices);

  hear(event: LeadEvent, mentions: readonly ReadMention[]): void {
    const at = Number(event.at);
    this.firstAt ||= at;
    if (event.type === 'message' && event.from !== 'lead') {
      this.lastAgentAt = at;
      this.waiting = 0;
    }
    if (event.type === 'message' && event.from === 'lead') {
      this.acted(at);
      this.waiting = event.text.includes('?') ? ASKS.marked : ASKS.plain;
      for (const mention of mentions) this.mentioned(mention, at);
    }
    if (event.type !== 'activity') return;
    this.acted(at);
    const { activity, ref = '' } = event;
    if (activity === 'showing_attended') this.showingAt = at;
    if (PORTAL.test(ref)) this.portal.add(at);
    else if (ref !== '') this.watched.add(ref);
  }

  private acted(at: number): void {
    if (this.lastLeadAt > 0) {
      const gap = Math.max(0, at - this.lastLeadAt);
      this.usualGapMs += LATEST * (gap - this.usualGapMs);
    }
    this.lastLeadAt = Math.max(at, this.lastLeadAt);
  }

  private mentioned({ name, kind, stance, switching }: ReadMention, at: number): void {
    const known = this.rivals.find((rival) => rival.name === name && rival.kind === kind);
    if (known) {
      known.mentions++;
      known.lastAt = at;
      if (stance !== 'neutral') Object.assign(known, { stance, switching });
    } else this.rivals.unshift({ name, kind, stance, switching, mentions: 1, firstAt: at, lastAt: at });
    this.rivals.length = Math.min(this.rivals.length, MOST_RIVALS);
  }

  competitorMoved(at: number): void {
    this.moves.add(at);
  }

  /** Of a listing it watches. */
  priceMoved(at: number, down: boolean): void {
    (down ? this.cuts : this.rises).add(at);
  }

  as(at: number, { stage, pConvert }: Pick<ThreatFacts, 'stage' | 'pConvert'>): ThreatFacts {
    const { rivals, lastLeadAt, lastAgentAt, waiting, usualGapMs, firstAt, showingAt } = this;
    return {
      ...{ at, rivals, lastLeadAt, lastAgentAt, waiting, usualGapMs, stage, pConvert },
      daysKnown: firstAt === 0 ? 0 : (at - firstAt) / DAY,
      portalActivities: this.portal.as(at),
      areaMoves: this.moves.as(at),
      priceCuts: this.cuts.as(at),
      priceRises: this.rises.as(at),
      daysSinceShowing: (at - showingAt) / DAY,
    };
  }
}
