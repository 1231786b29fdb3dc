/** The lead's own clock. */
import { zoneOffset } from '../models/features/zone-offset.ts';

const DAY = 24 * 60;

/** Minutes since local midnight at `at` (epoch ms); undefined where `timezone` (IANA) is not known. */
export function localMinutes(at: number, timezone: string): number | undefined {
  const offset = zoneOffset(timezone, at);
  if (offset === undefined) return undefined;
  const minutes = (Math.floor(at / 60_000) + offset) % DAY;
  return minutes < 0 ? minutes + DAY : minutes;
}
