/** When things happen within a lead's day: by its habits, the agent's hours, and one after the other. */
import { HOUR, MINUTE, timeOf } from './calendar.ts';
import { between, clamp, normal, type Random } from './draws.ts';
import type { Traits } from './traits.ts';

const OFFICE = { from: 8, to: 20 };

export class LeadClock {
  private day = -1;
  private at = 0;
  private readonly traits: Traits;
  private readonly zone: string;
  private readonly random: Random;

  constructor(traits: Traits, zone: string, random: Random) {
    this.traits = traits;
    this.zone = zone;
    this.random = random;
  }

  /** Epoch ms of the next thing the lead does of its own accord on `day`. */
  lead(day: number): number {
    const { hour, hourSpread } = this.traits;
    const drawn = (((hour + hourSpread * normal(this.random)) % 24) + 24) % 24;
    return this.moveTo(day, timeOf(day, Math.min(drawn, 23.8), this.zone));
  }

  /** Epoch ms of something that happens in office hours: visits, closings, what agents begin. */
  office(day: number): number {
    return this.moveTo(day, timeOf(day, between(this.random, OFFICE.from + 1, OFFICE.to - 2), this.zone));
  }

  /** A little after the last thing. */
  soon(day: number, minutes: number): number {
    return this.moveTo(day, this.at + minutes * MINUTE * between(this.random, 0.3, 1.7));
  }

  /** An answer after so many hours, in the agent's hours; the lead's day goes on meanwhile. */
  answer(day: number, hours: number): number {
    const at = this.at + clamp(hours, 0.02, 40) * HOUR;
    const local = (at - timeOf(day, 0, this.zone)) / HOUR;
    const late = local % 24;
    if (late >= OFFICE.from && late < OFFICE.to + 1) return Math.round(at);
    const morning = Math.floor(local / 24) * 24 + (late < OFFICE.from ? 0 : 24) + between(this.random, 8, 10);
    return timeOf(day, morning, this.zone);
  }

  /** The last thing of the day so far is at the earliest now. */
  private moveTo(day: number, wanted: number): number {
    const last = timeOf(day + 1, 0, this.zone) - 1000;
    const first =
      this.day === day ? this.at + between(this.random, 1, 20) * MINUTE : timeOf(day, 0, this.zone);
    this.day = day;
    this.at = Math.round(clamp(wanted, Math.min(first, last), last));
    return this.at;
  }
}
