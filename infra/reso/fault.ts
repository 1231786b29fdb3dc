/** What can go wrong with a RESO server, by what helps. Messages hold no token, and no query. */

/**
 * - `away`: no answer in time, none that can be read, or 5xx. Trying again may help.
 * - `busy`: 429, or 503 with Retry-After. Waiting helps.
 * - `unauthorized`: the token is not taken, nor is a new one.
 * - `refused`: it will not answer this, however often.
 */
export type FaultKind = 'away' | 'busy' | 'unauthorized' | 'refused';

export class ResoFault extends Error {
  readonly kind: FaultKind;
  /** As long as a busy server asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FaultKind, message: string, retryAfterMs?: number) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

const HOUR_MS = 3_600_000;
const BUSY_MS = 5000;

/** The fault in an answer; undefined: there is none. */
export function faultOf(answer: Response, what: string): ResoFault | undefined {
  const { status, headers } = answer;
  if (answer.ok) return undefined;
  const said = `${what}: HTTP ${status}`;
  const retryAfter = headers.get('retry-after');
  if (status === 429 || (status === 503 && retryAfter !== null))
    return new ResoFault('busy', said, waitOf(retryAfter));
  if (status === 401) return new ResoFault('unauthorized', `${said}. Check RESO_TOKEN or RESO_CLIENT_SECRET`);
  if (status >= 500 || status === 408) return new ResoFault('away', said);
  return new ResoFault('refused', `${said}. Check RESO_URL and what the feed's licence allows`);
}

/** Seconds or a date (RFC 9110 §10.2.3); at most an hour. */
function waitOf(header: string | null): number {
  const ms = /^\d+$/.test(header ?? '') ? Number(header) * 1000 : Date.parse(header ?? '') - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), HOUR_MS) : BUSY_MS;
}
