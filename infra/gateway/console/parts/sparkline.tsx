/** The cumulative probability curve, small: how high it gets, and how soon. */
import { useMemo } from 'preact/hooks';
import { unpackCurve } from '../../../../schemas/apply-delta.ts';

const STEP_DAYS = 6;

/** @param packed the curve as in a packed view; the vertical scale is 0 to 1, so rows compare. */
export function Sparkline({ packed }: { packed: string }) {
  const line = useMemo(() => path(unpackCurve(packed)), [packed]);
  return (
    <svg class="sparkline" viewBox="0 0 180 100" preserveAspectRatio="none" aria-hidden="true">
      <path class="area" d={`${line} L180 100 L0 100 Z`} />
      <path class="line" d={line} />
    </svg>
  );
}

function path(curve: readonly number[]): string {
  let d = 'M0 100';
  for (let i = STEP_DAYS - 1; i < curve.length; i += STEP_DAYS) {
    d += ` L${i + 1} ${(100 - curve[i]! * 100).toFixed(1)}`;
  }
  return d;
}
