/** A lead's state as its latest full insight. */
import { fullInsight, type PackedView } from '../schemas/apply-delta.ts';
import type { StreamingInsight } from '../schemas/insight.ts';
import { competitionView } from './compete/competition-view.ts';
import { latestWire } from './compose-insight.ts';
import { confidencePoints } from './confidence-points.ts';
import type { LeadState } from './lead-state.ts';
import { leadStates } from './lead-states.ts';
import { nurtureView } from './nurture/nurture-view.ts';

/** The view that all deltas so far add up to; undefined for an erased lead. */
export function packedViewOf({ view, confidence, nurture, competition }: LeadState): PackedView | undefined {
  if (!view) return undefined;
  return {
    ...view,
    nurture: nurtureView(nurture),
    competition: competitionView(competition),
    confidenceEvolution: confidencePoints(confidence),
  };
}

/**
 * The full insight of a stored state, or null for an erased lead. `processingTimeMs` is 0 and `stages` is empty:
 * measured times travel with the insight on the stream and are no part of the state.
 */
export function readInsight(bytes: Uint8Array): StreamingInsight | null {
  const state = leadStates.unpack(bytes);
  const view = packedViewOf(state);
  const wire = latestWire(state);
  return view && wire ? fullInsight(view, wire) : null;
}
