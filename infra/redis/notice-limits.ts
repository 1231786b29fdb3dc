/**
 * How many notices a person gets: at most so many an hour, whatever comes; the rest is told by one message that counts
 * them, as soon as the hour has room for it. All dispatchers share it, and a notice that is asked for again (after a
 * crash) gets the answer it had.
 */
import type { RedisClient } from './connect.ts';
import { script } from './scripts.ts';

const takeScript = script('notice-take');
const closeScript = script('notice-close');

/** Who is told: an agent of the tenant, or null for who answers for the brokerage. */
export interface Audience {
  tenant: string;
  agent: string | null;
}

/** A notice by its own id, with the alert it is of. */
export interface NoticeName {
  id: string;
  lead: string;
  alert: string;
}

/** Sent on its own; told by another's digest; or it carries the digest, after `waitMs` at the earliest. */
export type Place = { kind: 'now' | 'grouped' } | { kind: 'carry'; waitMs: number };

export interface NoticeLimits {
  place(audience: Audience, notice: NoticeName): Promise<Place>;
  /** All notices of the digest that this one carries, oldest first; null while it must wait on. */
  close(audience: Audience, notice: NoticeName): Promise<NoticeName[] | null>;
}

export const NOTICES_AN_HOUR = 6;
const HOUR_MS = 3_600_000;
/** A digest is sent or given up long before. */
const KEPT_MS = 86_400_000;

/** @param limit of a window, by default {@link NOTICES_AN_HOUR}; a test has no hours */
export function createNoticeLimits(
  client: RedisClient,
  { most, windowMs }: { most: number; windowMs: number } = { most: NOTICES_AN_HOUR, windowMs: HOUR_MS },
): NoticeLimits {
  return {
    async place(audience, notice) {
      const args = [memberOf(notice), most, windowMs];
      const [kind, waitMs] = (await takeScript(client, keysOf(audience, notice), args)) as [string, number];
      return kind === 'carry' ? { kind, waitMs: Number(waitMs) } : ({ kind } as Place);
    },
    async close(audience, notice) {
      const args = [memberOf(notice), most, windowMs, KEPT_MS];
      const members = (await closeScript(client, keysOf(audience, notice), args)) as string[] | null;
      return members?.map(noticeOf) ?? null;
    },
  };
}

/** No agent's id is empty. One hash tag: a script touches them all, in Redis Cluster too. */
function keysOf({ tenant, agent }: Audience, { id }: NoticeName): string[] {
  const base = `ds:notices:{${tenant}/${agent ?? ''}}`;
  return [`${base}:sent`, `${base}:more`, `${base}:carrier`, `${base}:digest:${id}`];
}

const memberOf = ({ id, lead, alert }: NoticeName): string => JSON.stringify([id, lead, alert]);

function noticeOf(member: string): NoticeName {
  const [id, lead, alert] = JSON.parse(member) as [string, string, string];
  return { id, lead, alert };
}
