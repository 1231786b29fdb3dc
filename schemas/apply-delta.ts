/**
 * The one way to apply an insight's delta, free of the schema library: the console runs it too, under a content
 * security policy that forbids the code generation of compiled schemas.
 */
import { CONFIDENCE_POINTS } from './horizons.ts';
import type { ConversionForecast, InsightView, StreamingInsight } from './insight.ts';
import type { WireInsight } from './insight-wire.ts';

/** The lasting parts as state and patches hold them: curves packed, everything else as in the full form. */
export interface PackedView extends Omit<InsightView, 'forecast'> {
  forecast: Omit<ConversionForecast, 'probabilityCurve' | 'decayCurve'>;
  curves: { probability: string; decay: string };
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Curves are kept to four decimals, as probabilities are elsewhere. */
const CURVE_SCALE = 10_000;

/**
 * Numbers in [0, 1] to four decimals, as base64 of the differences from point to point: zigzag, then LEB128 (seven
 * bits a byte, lowest first, as in Protocol Buffers). A smooth curve takes about a byte a point.
 */
export function packCurve(values: ArrayLike<number>): string {
  const bytes: number[] = [];
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    const now = Math.round(Math.min(1, Math.max(0, values[i]!)) * CURVE_SCALE);
    const difference = now - before;
    let rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
    for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
    before = now;
  }
  return btoa(String.fromCharCode(...bytes));
}

/** The inverse of {@link packCurve}. */
export function unpackCurve(packed: string): number[] {
  const bytes = atob(packed);
  const values: number[] = [];
  let now = 0;
  for (let i = 0; i < bytes.length; i++) {
    let rest = 0;
    let shift = 0;
    for (; bytes.charCodeAt(i) > 127; i++, shift += 7) rest |= (bytes.charCodeAt(i) & 127) << shift;
    rest |= bytes.charCodeAt(i) << shift;
    now += rest & 1 ? -((rest + 1) >> 1) : rest >> 1;
    values.push(now / CURVE_SCALE);
  }
  return values;
}

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
  const { curves, forecast, ...rest } = view;
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
    },
  } as StreamingInsight;
}

/** The inverse of {@link fullInsight}: what further deltas of this lead apply to. */
export function packedView(insight: StreamingInsight): PackedView {
  const { contact, status, attention, messages, lastFrom, forecast, profile } = insight;
  const { confidenceEvolution, nextEvents, prebakedActions, models, backend } = insight;
  const { probabilityCurve, decayCurve, expectedConversionDate, confidenceInterval, ...rest } = forecast;
  const packed = {
    ...rest,
    ...(expectedConversionDate !== null && { expectedConversionDate }),
    ...(confidenceInterval !== null && { confidenceInterval }),
  };
  return {
    ...{ contact, status, attention, messages, profile, confidenceEvolution, nextEvents, prebakedActions },
    ...{ models, backend },
    ...(lastFrom !== undefined && { lastFrom }),
    // Absent means null here, as in fullInsight.
    forecast: packed as PackedView['forecast'],
    curves: { probability: packCurve(probabilityCurve), decay: packCurve(decayCurve) },
  };
}
