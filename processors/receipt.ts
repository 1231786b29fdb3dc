/** What intake answers: the event in Doorstep's own form, or what is wrong with it. */
import type { Problem } from '../schemas/words.ts';

/** An event as it was accepted: time as epoch ms, tenant filled in, unknown fields kept. */
export type Received<E> = E extends unknown
  ? Omit<E, 'at' | 'tenant'> & { at: number; tenant: string }
  : never;

export type Receipt<E> = { ok: true; event: E } | { ok: false; problem: Problem };

export const DEFAULT_TENANT = 'main';

export const refuse = (field: string, message: string, fix: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { field, message, fix },
});

/** One line for a dead letter. */
export const sayProblem = ({ field, message, fix }: Problem): string => `${field}: ${message}. ${fix}`;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Half a surrogate pair survives JSON but no UTF-8 store: it would come back as another text. */
export function brokenField(value: Record<string, unknown>): string | undefined {
  for (const field in value) {
    const text = value[field];
    if (typeof text === 'string' && /\p{Surrogate}/u.test(text)) return field;
  }
  return undefined;
}
