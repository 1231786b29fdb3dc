/** What a threat is judged by: the facts of one lead as of a moment, as the leads' chain remembers them. */
import type { CompetitorKind, Stance } from '../../schemas/competition.ts';

/** A competitor as the lead spoke of it. */
export interface RivalFacts {
  kind: CompetitorKind;
  /** The latest that was more than naming it; neutral where it was never more. */
  stance: Stance;
  /** P(the lead means to leave for it). */
  switching: number;
  mentions: number;
  /** Epoch ms. */
  firstAt: number;
  lastAt: number;
}

/** Times are epoch ms, 0 where it never was. */
export interface ThreatFacts {
  at: number;
  rivals: readonly RivalFacts[];
  /** Last message or activity of the lead, last message to it. */
  lastLeadAt: number;
  lastAgentAt: number;
  /** 0 to 1: how likely the lead's last message asks something; 0 once somebody has answered. */
  waiting: number;
  /** Running mean of the gaps between what the lead does, ms. */
  usualGapMs: number;
  /** How far the lead has come, 0 inquiry to 4 contract. */
  stage: number;
  pConvert: number;
  daysKnown: number;
  /** Looks at portals, decayed; see {@link FADES_DAYS}. */
  portalActivities: number;
  /** Moves of competitors in the lead's area and on listings it watches, decayed. */
  areaMoves: number;
  /** Of listings it watches, decayed. */
  priceCuts: number;
  priceRises: number;
  /** Infinity before the first. */
  daysSinceShowing: number;
}

/** Half-lives of decayed counts, days. */
export const FADES_DAYS = { portal: 14, moves: 7, prices: 30 } as const;
