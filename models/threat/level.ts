/** From a probability and what is at stake to a level that does not flutter. */
import { type Mention, THREAT_LEVELS, type ThreatLevel } from '../../schemas/competition.ts';

/** Probabilities from which each level holds, and the graveness from which a mention is critical by itself. */
export interface ThreatThresholds {
  watch: number;
  high: number;
  critical: number;
  grave: number;
}

/** What it adds that the lead has chosen whom it means to leave for. */
const CHOSEN = 0.25;

/** How plainly a mention says that the lead goes, or has gone, to another: 0 to 1.25. */
export const graveness = ({ stance, switching }: Pick<Mention, 'stance' | 'switching'>): number =>
  switching + (stance === 'committed' ? CHOSEN : 0);

/** A level is left only when the probability is below this part of what it takes to reach it. */
export const LEAVES_AT = 0.7;
/** Expected commission at risk, US dollars, from which the upper half of `high` is critical. */
export const DEAR = 4000;

function levelAt({ watch, high, critical }: ThreatThresholds, p: number, valueAtRisk: number): ThreatLevel {
  if (p >= critical || (valueAtRisk >= DEAR && p >= (high + critical) / 2)) return 'critical';
  if (p >= high) return 'high';
  return p >= watch ? 'watch' : 'none';
}

/**
 * @param valueAtRisk US dollars of commission, `p` counted in
 * @param before the level so far
 */
export function threatLevel(
  thresholds: ThreatThresholds,
  { p, valueAtRisk }: { p: number; valueAtRisk: number },
  before: ThreatLevel,
): ThreatLevel {
  const now = levelAt(thresholds, p, valueAtRisk);
  const held = levelAt(thresholds, p / LEAVES_AT, valueAtRisk / LEAVES_AT);
  const rank = (level: ThreatLevel) => THREAT_LEVELS.indexOf(level);
  if (rank(now) >= rank(before)) return now;
  // Falls no further than to where the eased thresholds still hold it.
  return rank(held) >= rank(before) ? before : rank(held) > rank(now) ? held : now;
}
