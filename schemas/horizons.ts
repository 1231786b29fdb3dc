/** How far forecasts reach, and how much history insights carry. */

/** Length of the daily probability curve. */
export const HORIZON_DAYS = 365;
/** Length of the decay curve. */
export const DECAY_DAYS = 30;
/** How far ahead next events are foreseen. */
export const NEXT_EVENT_MINUTES = 60;
/** Points of `confidenceEvolution` that are kept. */
export const CONFIDENCE_POINTS = 24;
