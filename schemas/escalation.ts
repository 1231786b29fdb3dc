/** Why a message of a lead needs a person: what no machine may answer, or none can answer well. */
export const SAID_REASONS = [
  'legal_or_tax',
  'complaint',
  'human_request',
  'offer',
  'fair_housing',
  'distress',
] as const;
export type SaidReason = (typeof SAID_REASONS)[number];
