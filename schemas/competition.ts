/** What the competitive engine says. The names are fixed now; the engine comes with its issue. */
import Type, { type Static } from 'typebox';
import { Probability, Time } from './words.ts';

const Claim = Type.Object({ text: Type.String(), source: Type.String(), at: Time });

export const CompetitiveAnalysis = Type.Object({
  tenant: Type.String(),
  lead: Type.String(),
  at: Time,
  expiresAt: Time,
  competitorThreats: Type.Array(
    Type.Object({ competitor: Type.String(), p: Probability, evidence: Type.Array(Claim) }),
  ),
  positioningOpportunities: Type.Array(Claim),
  pricingRecommendations: Type.Array(Claim),
  differentiationPoints: Type.Array(Claim),
  competitiveResponses: Type.Array(Claim),
});
export const CompetitiveAlert = Type.Object({
  id: Type.String(),
  tenant: Type.String(),
  lead: Type.String(),
  at: Time,
  level: Type.Enum(['none', 'watch', 'high', 'critical']),
  cause: Type.String(),
  text: Type.String(),
  reasons: Type.Array(Claim),
});
export type CompetitiveAnalysis = Static<typeof CompetitiveAnalysis>;
export type CompetitiveAlert = Static<typeof CompetitiveAlert>;
