/** What Doorstep remembers of a lead's competition. Bounded; empty for most leads. */
import type {
  CompetitorKind,
  Monitor,
  PriceEstimate,
  SignalKind,
  Stance,
  ThreatLevel,
} from '../../schemas/competition.ts';

/**
 * A competitor as the lead spoke of it. Stance, switching and quote are of the latest mention that was more than naming
 * it; of the first where none was.
 */
export interface Rival {
  /** Id in the registry; empty: unknown there. */
  competitor: string;
  kind: CompetitorKind;
  /** Empty: nobody is named. */
  name: string;
  stance: Stance;
  switching: number;
  mentions: number;
  firstAt: number;
  lastAt: number;
  quote: string;
  /** Id of the event it was said in. */
  source: string;
}

/** Something a monitor saw. Times are epoch ms. */
export interface SeenSignal {
  /** Of its cause. */
  id: string;
  monitor: Monitor;
  kind: SignalKind;
  text: string;
  source: string;
  at: number;
  expires: number;
  /** Id or name of the competitor; empty: none. */
  competitor: string;
  /** Empty: none. */
  listing: string;
  /** Critical by itself, whatever the model makes of the rest. */
  grave: boolean;
}

/** A reason of the threat: `at` epoch ms. */
export interface Reason {
  text: string;
  source: string;
  at: number;
}

export interface OpenAlert {
  id: string;
  level: ThreatLevel;
  /** Kind of the signal that raised it, or `threat`. */
  cause: string;
  text: string;
  /** When it was raised, epoch ms of the wall clock, as all times of an alert. */
  at: number;
  status: 'open' | 'acknowledged' | 'snoozed';
  /** End of a snooze; 0: none. */
  until: number;
  dueAt: number;
  /** How often it was raised to somebody else, unseen. */
  raised: number;
  /** When it was last told of. */
  toldAt: number;
}

/** Events of a kind of late: a count that halves with time. */
export interface Tally {
  n: number;
  at: number;
}
export const NO_TALLY: Tally = { n: 0, at: 0 };

export interface CompetitionState {
  /** Latest first, at most {@link MOST_RIVALS}. */
  rivals: Rival[];
  /** Latest first, at most {@link MOST_SIGNALS}. */
  signals: SeenSignal[];
  /** Hashes of the latest causes, newest last, at most {@link MOST_HEARD}: what is heard twice counts once. */
  heard: number[];
  /** Looks at portals, competitors' moves around the lead, and price changes of listings it looked at. */
  portal: Tally;
  moves: Tally;
  cuts: Tally;
  rises: Tally;
  /** Running mean of the gaps between what the lead does, ms. */
  gap: number;
  /** The mortgage rate that the lead named as its limit, percent, and whether it was told of one below; 0: none. */
  rate: { named: number; told: boolean };
  /** The home it saw last, and when; empty and 0 before. */
  showing: { listing: string; at: number };
  level: ThreatLevel;
  p: number;
  valueAtRisk: number;
  reasons: Reason[];
  /** The chance as the latest threat record had it. */
  told: number;
  alert: OpenAlert | null;
  /** The latest alert, open or over: when it was raised (wall clock), and the highest level it had since it was calm. */
  last: { at: number; level: ThreatLevel };
  /** Cause of an alert that came too soon after the last one; empty: none. */
  owed: string;
  /** Since when the level is below high, wall clock; 0: it is not, or never was. */
  calmSince: number;
  /** Since when the level has been high or critical, epoch ms; 0: it is not. */
  warnedAt: number;
  /** Alert whose counter-play was begun; empty: none. */
  played: string;
  pricing: PriceEstimate | null;
  /** When the estimate was made, epoch ms. */
  pricedAt: number;
  /** The next competitive check: its generation, and when it is due (epoch ms); 0 while there is none. */
  check: { generation: number; due: number };
}

export const MOST_RIVALS = 4;
export const MOST_SIGNALS = 6;
export const MOST_HEARD = 16;
export const MOST_REASONS = 5;

/** Before any gap is known. */
export const FIRST_GAP_MS = 3 * 86_400_000;

export const newCompetition = (): CompetitionState => ({
  ...{ rivals: [], signals: [], heard: [] },
  ...{ portal: NO_TALLY, moves: NO_TALLY, cuts: NO_TALLY, rises: NO_TALLY },
  ...{ gap: FIRST_GAP_MS, rate: { named: 0, told: false }, showing: { listing: '', at: 0 } },
  ...{ level: 'none', p: 0, valueAtRisk: 0, reasons: [], told: 0 },
  ...{ alert: null, last: { at: 0, level: 'none' }, owed: '', calmSince: 0, warnedAt: 0, played: '' },
  ...{ pricing: null, pricedAt: 0 },
  check: { generation: 0, due: 0 },
});
