/** Numbers of the gateway's contract that clients may rely on. */

/**
 * What a token may allow. `nurture:act` is for people who answer for leads: approve, take over, stop all sending;
 * `nurture:admin` for who answers for the brokerage: settings, and sending again after a stop.
 */
export const SCOPES = [
  ...(['events:write', 'market:write', 'leads:read', 'metrics:read'] as const),
  ...(['nurture:act', 'nurture:admin'] as const),
] as const;
export type Scope = (typeof SCOPES)[number];

export const MAX_BODY_BYTES = 1024 * 1024;
/** Events of one request. */
export const MAX_BATCH = 1000;
/** Leads of one list over HTTP: at most, and unless asked for. */
export const MAX_LEADS = 200;
export const DEFAULT_LEADS = 50;

/** Approvals, escalations or alerts of one answer. */
export const MAX_WAITING = 200;
/** Proposed competitors of one answer. */
export const MAX_PROPOSED = 200;
/** Entries of a lead's action stream that are looked through for its receipts, newest first. */
export const MAX_RECEIPT_SCAN = 5000;

/** Similar leads of one answer. */
export const SIMILAR_LEADS = 10;

export const SOCKET_PATH = '/v1/stream';
export const PROTOCOL = 'doorstep.v1';
/** One client frame. */
export const MAX_FRAME_BYTES = 4096;
export const MAX_SUBSCRIPTIONS = 100;
/** Leads in the snapshot of an agent's or a tenant's topic, those that deserve attention first. */
export const SNAPSHOT_LEADS = 100;
/** What opening a lead may ask for, and gets unless it asks. */
export const STREAM_OPTIONS = {
  updateFrequencyMs: { fallback: 100, most: 60_000 },
  predictionHorizonSeconds: { fallback: 3600, most: 86_400 },
  preemptiveAnalysis: { fallback: true },
} as const;
/** Entries of the insight streams that are looked through to replay a gap. */
export const MAX_GAP = 5000;

/** Codes with which the gateway closes a socket, beyond those of RFC 6455 that the library sends. */
export const CLOSE = {
  restarting: 1012,
  tryAgain: 1013,
  expired: 4401,
  tooSlow: 4408,
  tooMany: 4429,
} as const;
