/** How sure the profile was over time, kept as plain numbers (epoch ms, confidence, …) and said as points. */
import { CONFIDENCE_POINTS } from '../schemas/horizons.ts';
import type { InsightView } from '../schemas/insight.ts';
import { iso } from './round.ts';

type Point = InsightView['confidenceEvolution'][number];
/** A smaller move is not worth a point. */
const MOVE = 0.005;

/** The points after this moment, and the new one where confidence moved. */
export function withConfidence(
  points: number[],
  at: number,
  confidence: number,
): { points: number[]; point: Point | undefined } {
  const last = points[points.length - 1];
  if (last !== undefined && Math.abs(confidence - last) < MOVE) return { points, point: undefined };
  const next = [...points, at, confidence].slice(-2 * CONFIDENCE_POINTS);
  return { points: next, point: { at: iso(at), confidence } };
}

export function confidencePoints(points: number[]): Point[] {
  const said: Point[] = [];
  for (let i = 0; i < points.length; i += 2) said.push({ at: iso(points[i]!), confidence: points[i + 1]! });
  return said;
}
