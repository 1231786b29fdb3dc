/** A forecast and what is known of its outcome so far: what is kept of it, and what judges it. */
import type { ForecastFact } from './forecast-facts.ts';

/** Days of a lead's age from which its next forecast is kept. */
export const LANDMARK_DAYS = [0, 1, 3, 7, 14, 30, 60] as const;
/** Beside those, the first time the serving model commits to a date. */
export const COMMITMENT = 'commitment';
export type Landmark = `day ${(typeof LANDMARK_DAYS)[number]}` | typeof COMMITMENT;

/** One forecast of one landmark, with what is known of it by now. */
export interface JudgedForecast {
  tenant: string;
  lead: string;
  landmark: Landmark;
  /** Of the insight it came with, and of the insight that told what is known. */
  seq: number;
  knownBy: number;
  /** Epoch ms: first event of the lead, and the moment of the forecast. */
  since: number;
  at: number;
  stage: string;
  segment: string;
  /** Whether it was the one served. */
  served: boolean;
  forecast: ForecastFact;
  /** `open`: known not to have ended within `days`. An opt-out ends a lead as a loss does. */
  result: 'open' | 'converted' | 'lost';
  /** From the forecast to the outcome, or to what it was last seen open at; 0 when just made. */
  days: number;
}
