/** What is counted of a brokerage's nurturing, before anything is concluded from it; see `models/effect/`. */

/** A lead whose {@link EFFECT_WINDOW_DAYS} are over, and what came within them. */
export interface FollowedLead {
  holdout: boolean;
  converted: boolean;
  replied: boolean;
}

/** Days of each lead, from its first insight, in which its conversion counts. */
export const EFFECT_WINDOW_DAYS = 90;

export interface EffectFacts {
  tenant: string;
  /** First insight of the first lead, epoch ms. */
  since: number;
  /** In order of their first insight, which is the order in which they became known. */
  followed: FollowedLead[];
  touches: { strategy: string; channel: string; touches: number; responses: number }[];
  /** Messages sent without a person; and those approved, drafts turned down or expired, and answers of people. */
  steps: { alone: number; withPerson: number };
  /** `late`: past the first deadline, taken over or not. */
  escalations: { inTime: number; late: number; waiting: number };
}
