/**
 * The compact form of an insight on streams and sockets, and the one way to apply it.
 *
 * `insightDelta` is a JSON merge patch (RFC 7396) over the lasting parts, with three exceptions that keep it small:
 * curves travel packed in `curves` (four decimals, see `curve.ts`), only when they moved; reasons and risks travel
 * as `forecast.weights` (see `reasons.ts`); `confidencePoint` is appended to `confidenceEvolution`. Arrays are
 * replaced whole.
 * The state keeps the view in this packed shape, so snapshot plus deltas equals the full form exactly.
 * The functions are in `apply-delta.ts`.
 */
import Type, { type Static } from 'typebox';
import { insightHead } from './insight.ts';
import { checker } from './words.ts';

export * from './apply-delta.ts';

export const Curves = Type.Object({
  probability: Type.Optional(Type.String({ description: 'probabilityCurve, packed by packCurve' })),
  decay: Type.Optional(Type.String({ description: 'decayCurve, packed by packCurve' })),
});

export const WireInsight = Type.Object({
  v: Type.Literal(1),
  ...insightHead,
  insightDelta: Type.Record(Type.String(), Type.Unknown()),
});
export type WireInsight = Static<typeof WireInsight>;
export const WIRE_INSIGHT_CHECKER = checker(WireInsight);
