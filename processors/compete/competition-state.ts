/** What Doorstep remembers of a lead's competition. Bounded; empty for most leads. */
import type { CompetitorKind, PriceEstimate, Stance, ThreatLevel } from '../../schemas/competition.ts';

/** A competitor as the lead spoke of it. */
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

export interface CompetitionState {
  /** Latest first. */
  rivals: Rival[];
  level: ThreatLevel;
  p: number;
  valueAtRisk: number;
  pricing: PriceEstimate | null;
  /** The next competitive check: its generation, and when it is due (epoch ms); 0 while there is none. */
  check: { generation: number; due: number };
}

export const newCompetition = (): CompetitionState => ({
  ...{ rivals: [], level: 'none', p: 0, valueAtRisk: 0, pricing: null },
  check: { generation: 0, due: 0 },
});
