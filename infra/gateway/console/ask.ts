/** The one way to ask the gateway where people decide. Every refusal is an {@link ApiError} in words for them. */

/** The part of an error answer that is for people. */
interface Refusal {
  message: string;
  fix: string;
  field?: string;
  /** What is in force by now, where somebody else changed it meanwhile. */
  current?: unknown;
}

export class ApiError extends Error {
  /** HTTP status; 0 where the gateway could not be reached. */
  readonly status: number;
  readonly field: string | undefined;
  readonly current: unknown;

  constructor(status: number, { message, fix, field, current }: Refusal) {
    super(`${message}. ${fix}.`);
    this.status = status;
    this.field = field;
    this.current = current;
  }
}

const AWAY: Refusal = { message: 'The gateway cannot be reached', fix: 'Try again in a moment' };

/** GET without a body, else POST unless the method says otherwise. */
export type Ask = <T>(path: string, body?: object, method?: 'POST' | 'PUT') => Promise<T>;

export const createAsk =
  (token: string): Ask =>
  async <T>(path: string, body?: object, method = 'POST'): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(path, {
      headers,
      ...(body && { method, body: JSON.stringify(body) }),
    }).catch(() => undefined);
    const answer = (await response?.json().catch(() => undefined)) as T | { error: Refusal } | undefined;
    if (response?.ok) return answer as T;
    throw new ApiError(response?.status ?? 0, (answer as { error?: Refusal } | undefined)?.error ?? AWAY);
  };
