/** Reasons in plain words. */
import type { HazardForecast } from '../models/judges.ts';
import type { Reason } from '../schemas/insight.ts';
import { round } from './round.ts';

const WEIGHTS = 2;

export function explain(reasons: HazardForecast['reasons']): Reason[] {
  return reasons
    .map(({ id, weight }) => ({
      id,
      weight: round(weight, WEIGHTS),
      text: TEXT[id] ?? id.replaceAll('_', ' '),
    }))
    .filter(({ weight }) => weight !== 0);
}

const TEXT: Record<string, string> = {};
