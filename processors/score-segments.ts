/** Which microsegments the lead behaves like, and the one it is treated as. */
import type { SegmentJudge } from '../models/judges.ts';
import { settleProfile } from './settle-profile.ts';
import { askTogether, type FeatureTurn, type ProfileTurn } from './turn.ts';

export function createScoreSegments(judge: SegmentJudge) {
  return function scoreSegments(turns: FeatureTurn[]): ProfileTurn[] {
    const scores = askTogether(
      turns,
      ({ vector, state }) => vector && { memory: state.memory, features: vector },
      (batch) => judge.predict(batch),
    );
    return turns.map((turn, i) => withProfile(turn, scores[i]));
  };
}

function withProfile(turn: FeatureTurn, segments: Float32Array | undefined): ProfileTurn {
  if (!segments) return { ...turn, segments, profile: turn.state.view?.profile };
  const { profile, challenger } = settleProfile(turn, segments);
  return { ...turn, segments, profile, state: { ...turn.state, challenger } };
}
