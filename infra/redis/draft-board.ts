/** Which drafts were asked for: each once, and no more a day than a tenant may. */
import type { RedisClient } from './connect.ts';

const DAY_S = 86_400;
/** An action is sent or dropped long before. */
const ONCE_S = DAY_S;

/**
 * Takes one draft from the tenant's day; false when it was asked for before, or the day has none left. A draft that is
 * never used was asked for all the same.
 *
 * @param now epoch ms
 */
export async function takeDraftPlace(
  client: RedisClient,
  draft: { tenant: string; lead: string; action: string },
  perDay: number,
  now: number,
): Promise<boolean> {
  const { tenant, lead, action } = draft;
  const fresh = await client.set(`ds:draft:${tenant}/${lead}/${action}`, '1', 'EX', ONCE_S, 'NX');
  if (fresh !== 'OK') return false;
  const day = `ds:drafts:${tenant}:${Math.floor(now / (1000 * DAY_S))}`;
  const taken = await client.incr(day);
  if (taken === 1) await client.expire(day, 2 * DAY_S);
  return taken <= perDay;
}
