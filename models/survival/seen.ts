/** What was seen of a case. "Lost" competes with conversion: what was lost will never convert. */
export interface Seen {
  /** Days to the outcome or to the end of sight. */
  days: number;
  result: 'converted' | 'lost' | 'open';
  weight: number;
}

/** A case with its forecast: a probability of conversion, or any score that is higher for what converts sooner. */
export type Forecasted = Seen & { p: number };
