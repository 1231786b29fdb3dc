/**
 * What leads of a segment do within a week of doing something. A lead's message or activity opens a window, one a
 * lead at a time, so that a busy lead is not many cases; the segment is that of the opening, and what comes later
 * does not change it. Counted when the window has ended by the stream's clock, never before.
 */
import type { NextStep } from '../../schemas/similar.ts';
import { wilson } from './chance.ts';

export const DAY_MS = 86_400_000;
export const WINDOW_MS = 7 * DAY_MS;
/** Nothing is said of fewer cases. */
export const LEAST_CASES = 20;
const MOST_WINDOWS = 100_000;
/** Events later than this open no window: what followed may have been heard before. */
const LATE_MS = 3_600_000;

interface Window {
  segment: string;
  from: number;
  kinds: Set<string>;
}
interface Tally {
  cases: number;
  kinds: Map<string, number>;
}

export class NextSteps {
  /** By lead, oldest opening first. */
  private readonly windows = new Map<string, Window>();
  private readonly tallies = new Map<string, Tally>();

  /**
   * @param kind what the lead did, or `outcome.<result>`
   * @param segment undefined while not known: then nothing opens
   * @param at event time, epoch ms
   * @param now the stream's clock, epoch ms
   */
  hear(lead: string, kind: string, segment: string | undefined, at: number, now: number): void {
    const open = this.windows.get(lead);
    if (open && at <= open.from + WINDOW_MS) {
      if (at > open.from) open.kinds.add(kind);
      return;
    }
    if (open) this.close(lead, open);
    if (segment === undefined || kind.startsWith('outcome.') || at < now - LATE_MS) return;
    this.windows.set(lead, { segment, from: at, kinds: new Set() });
    if (this.windows.size > MOST_WINDOWS) this.windows.delete(this.windows.keys().next().value!);
  }

  /** Counts the windows that have ended by `now`. */
  closeUntil(now: number): void {
    for (const [lead, window] of this.windows) {
      if (now > window.from + WINDOW_MS) this.close(lead, window);
    }
  }

  /** An erased lead's open window is dropped; what was counted names nobody. */
  forget(lead: string): void {
    this.windows.delete(lead);
  }

  report(): NextStep[] {
    return [...this.tallies]
      .map(([segment, { cases, kinds }]) => ({
        segment,
        cases,
        enough: cases >= LEAST_CASES,
        did: cases < LEAST_CASES ? [] : shares(kinds, cases),
      }))
      .sort((a, b) => b.cases - a.cases || (a.segment < b.segment ? -1 : 1));
  }

  private close(lead: string, { segment, kinds }: Window): void {
    this.windows.delete(lead);
    const tally = this.tallies.get(segment) ?? { cases: 0, kinds: new Map<string, number>() };
    this.tallies.set(segment, tally);
    tally.cases++;
    for (const kind of kinds.size ? kinds : ['silence'])
      tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
  }
}

function shares(kinds: ReadonlyMap<string, number>, cases: number): NextStep['did'] {
  return [...kinds]
    .map(([kind, count]) => {
      const [low, high] = wilson(count, cases);
      return { kind, count, share: count / cases, low, high };
    })
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}
