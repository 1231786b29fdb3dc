/**
 * The one way to apply an insight's delta, free of the schema library: the console runs it too, under a content
 * security policy that forbids the code generation of compiled schemas.
 */
import { packCurve, unpackCurve } from './curve.ts';
import { CONFIDENCE_POINTS } from './horizons.ts';
import type { ConversionForecast, InsightView, StreamingInsight } from './insight.ts';
import type { WireInsight } from './insight-wire.ts';
import { reasonsOf, risksOf } from './reasons.ts';

export { packCurve, unpackCurve } from './curve.ts';

/** The lasting parts as state and patches hold them: curves and reasons packed, all else as in the full form. */
export interface PackedView extends Omit<InsightView, 'forecast'> {
  forecast: Omit<ConversionForecast, 'probabilityCurve' | 'decayCurve' | 'reasons' | 'riskFactors'> & {
    /** Reason id → signed weight in log-odds. */
    weights: Record<string, number>;
  };
  curves: { probability: string; decay: string };
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const isObject = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396 merge patch; returns a new value, shares what did not change. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/**
 * The patch that turns `before` into `after`, or undefined where nothing changed. A member that is undefined
 * counts as absent. RFC 7396 cannot carry a null member, so views leave such a member out ({@link fullInsight}
 * puts it back).
 */
export function diffPatch(before: unknown, after: unknown): unknown {
  if (before === after) return undefined;
  if (!isObject(before) || !isObject(after)) return sameJson(before, after) ? undefined : after;
  let patch: Record<string, unknown> | undefined;
  for (const key in after) {
    const change = diffPatch(before[key], after[key]);
    if (change === undefined) continue;
    patch ??= {};
    patch[key] = change;
  }
  for (const key in before) {
    if (before[key] === undefined || after[key] !== undefined) continue;
    patch ??= {};
    patch[key] = null;
  }
  return patch;
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => sameJson(item, b[i]));
  }
  return isObject(a) && isObject(b) && diffPatch(a, b) === undefined;
}

/** Applies a wire insight's delta to the view before it (undefined before the first). */
export function applyDelta(view: PackedView | undefined, delta: Record<string, unknown>): PackedView {
  const { confidencePoint, ...patch } = delta as {
    confidencePoint?: InsightView['confidenceEvolution'][number];
  };
  const next = mergePatch(view ?? {}, patch) as unknown as PackedView;
  if (confidencePoint) {
    next.confidenceEvolution = [...(view?.confidenceEvolution ?? []), confidencePoint].slice(
      -CONFIDENCE_POINTS,
    );
  }
  return next;
}

/**
 * The view after an insight. An erasure leaves none: whoever holds a view of this lead drops it, and should the
 * lead ever write again, its next insight carries a whole view.
 */
export function foldInsight(view: PackedView | undefined, wire: WireInsight): PackedView | undefined {
  return wire.cause.kind === 'erase' ? undefined : applyDelta(view, wire.insightDelta);
}

/** The full form: the view of a lead and the head of its latest insight. */
export function fullInsight(view: PackedView, head: WireInsight): StreamingInsight {
  const { curves, forecast: packed, ...rest } = view;
  const { weights, ...forecast } = packed;
  const reasons = reasonsOf(weights);
  const { v: _, ...passing } = head;
  return {
    ...passing,
    ...rest,
    forecast: {
      // A merge patch cannot carry null, so the absence of these two means null.
      ...forecast,
      expectedConversionDate: forecast.expectedConversionDate ?? null,
      confidenceInterval: forecast.confidenceInterval ?? null,
      probabilityCurve: unpackCurve(curves.probability),
      decayCurve: unpackCurve(curves.decay),
      riskFactors: risksOf(reasons),
      reasons,
    },
  } as StreamingInsight;
}

/** The inverse of {@link fullInsight}: what further deltas of this lead apply to. */
export function packedView(insight: StreamingInsight): PackedView {
  const { contact, consent, status, attention, messages, lastFrom, forecast, profile } = insight;
  const { confidenceEvolution, nextEvents, prebakedActions, nurture, competition } = insight;
  const { models, backend } = insight;
  const { probabilityCurve, decayCurve, reasons, riskFactors: _, ...lasting } = forecast;
  const { expectedConversionDate, confidenceInterval, ...rest } = lasting;
  const packed = {
    ...rest,
    weights: Object.fromEntries(reasons.map(({ id, weight }) => [id, weight])),
    ...(expectedConversionDate !== null && { expectedConversionDate }),
    ...(confidenceInterval !== null && { confidenceInterval }),
  };
  return {
    ...{ contact, consent, status, attention, messages, profile, confidenceEvolution },
    ...{ nextEvents, prebakedActions, nurture, competition },
    ...{ models, backend },
    ...(lastFrom !== undefined && { lastFrom }),
    // Absent means null here, as in fullInsight.
    forecast: packed as PackedView['forecast'],
    curves: { probability: packCurve(probabilityCurve), decay: packCurve(decayCurve) },
  };
}
