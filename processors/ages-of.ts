/** As of when a lead's state is, for who opens the lead. All of it is one record: warm together, or not at all. */
import type { Features } from '../models/judges.ts';
import type { Ages } from '../schemas/flow.ts';
import type { LeadState } from './lead-state.ts';

export function createAgesOf({ seenAt }: Pick<Features, 'seenAt'>) {
  /** Nothing of a tombstone. */
  return function agesOf({ erased, lastAt, interests, market, features }: LeadState): Ages {
    if (erased) return {};
    const heard = [market.area?.at, ...market.listings.map(({ at }) => at)].filter((at) => at !== undefined);
    return {
      state: lastAt,
      neighbours: { count: interests.length, ...(heard.length > 0 && { at: Math.max(...heard) }) },
      modelInputs: seenAt(features),
    };
  };
}
