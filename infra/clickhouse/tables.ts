/** The tables analysts may read. Every one has a `tenant` column, and a row policy on it. */
export const DATABASE = 'analytics';

export const ANALYST_TABLES = [
  'events',
  'market_events',
  'insights',
  'forecasts',
  'segments',
  'actions',
  'alerts',
  'dead_letters',
  'stage_latency',
  'lead_progress',
  'forecast_outcomes',
  'learning',
  'nurture_decisions',
  'nurture_orders',
  'nurture_approvals',
  'nurture_receipts',
  'nurture_escalations',
  'nurture_outcomes',
  'nurture_changes',
  'competitor_mentions',
  'competition_signals',
  'threat_levels',
  'alert_steps',
  'competition_results',
  'alert_notices',
] as const;
export type AnalystTable = (typeof ANALYST_TABLES)[number];
