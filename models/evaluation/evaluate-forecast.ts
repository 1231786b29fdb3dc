/** Forecasts on leads they did not learn from, beside the constant one (Aalen–Johansen of the other folds). */
import { ALL_FOLDS } from '../corpus/folds.ts';
import { createForecastJudge } from '../forecast-baseline/model.ts';
import type { Landmark } from '../forecast-baseline/train.ts';
import { brier } from '../survival/brier.ts';
import { concordance } from '../survival/concordance.ts';
import { convertedCurve, quantileDay } from '../survival/converted-curve.ts';
import { convertedBy } from '../survival/product-limit.ts';
import { rounded, type Trainings } from './trainings.ts';

const HORIZONS = [30, 60, 90, 180] as const;
const LOOKS = [0, 0.5, 1] as const;
const FIFTHS = 5;
const CALIBRATION_DAYS = 90;

interface Case extends Landmark {
  curve: Float64Array;
  /** The constant forecast by each horizon. */
  constant: number[];
}

export interface ForecastReport {
  leads: number;
  landmarks: number;
  brier: { days: number; model: number; constant: number; skill: number }[];
  /** Of forecasts after the first event, at half of the events, and after the last before the outcome. */
  concordance: { look: string; value: number }[];
  /** Share of conversions within their central interval. */
  coverage: { level: number; observed: number; meanWidthDays: number }[];
  /** Fifths of forecasts by 90 days: mean forecast, and share converted (Aalen–Johansen). */
  calibration: { forecast: number; observed: number }[];
}

function collect({ corpus, forecast }: Trainings): Case[] {
  return ALL_FOLDS.flatMap((fold) => {
    const judge = createForecastJudge(forecast.fit([fold]), '');
    const all = corpus.leads.map((lead, i) => ({ lead, landmarks: forecast.landmarks([fold], i) }));
    const others = all.flatMap(({ lead, landmarks }) => (lead.fold === fold ? [] : landmarks));
    const constant = HORIZONS.map((days) => convertedBy(others, days));
    const own = all.flatMap(({ lead, landmarks }) => (lead.fold === fold ? landmarks : []));
    return own.map((landmark): Case => {
      const { features, ageDays } = landmark;
      const [seen] = judge.predict([{ features, ageDays }]);
      return { ...landmark, curve: convertedCurve(seen!.hazard, seen!.cure), constant };
    });
  });
}

function coverage(cases: readonly Case[], level: number) {
  let [within, width, total] = [0, 0, 0];
  for (const { result, days, weight, curve } of cases) {
    if (result !== 'converted' || days > curve.length) continue;
    const from = quantileDay(curve, (1 - level) / 2);
    const to = quantileDay(curve, (1 + level) / 2);
    const day = Math.max(1, Math.ceil(days));
    total += weight;
    width += weight * (to - from);
    if (day >= from && day <= to) within += weight;
  }
  return { level, observed: rounded(within / total), meanWidthDays: Math.round(width / total) };
}

function calibration(cases: readonly Case[]) {
  const by = (c: Case) => c.curve[CALIBRATION_DAYS - 1]!;
  const sorted = [...cases].sort((a, b) => by(a) - by(b));
  return Array.from({ length: FIFTHS }, (_, fifth) => {
    const from = Math.floor((fifth * sorted.length) / FIFTHS);
    const group = sorted.slice(from, Math.floor(((fifth + 1) * sorted.length) / FIFTHS));
    const weight = group.reduce((sum, c) => sum + c.weight, 0);
    const mean = group.reduce((sum, c) => sum + c.weight * by(c), 0) / weight;
    return { forecast: rounded(mean), observed: rounded(convertedBy(group, CALIBRATION_DAYS)) };
  });
}

export function evaluateForecast(trainings: Trainings): ForecastReport {
  const cases = collect(trainings);
  const byLead = new Map<number, Case[]>();
  for (const c of cases) byLead.set(c.lead, [...(byLead.get(c.lead) ?? []), c]);
  return {
    leads: byLead.size,
    landmarks: cases.length,
    brier: HORIZONS.map((days, h) => {
      const model = brier(
        cases.map((c) => ({ ...c, p: c.curve[days - 1]! })),
        days,
      );
      const constant = brier(
        cases.map((c) => ({ ...c, p: c.constant[h]! })),
        days,
      );
      return {
        days,
        model: rounded(model),
        constant: rounded(constant),
        skill: rounded(1 - model / constant),
      };
    }),
    concordance: LOOKS.map((look) => {
      const one = [...byLead.values()].map((all) => all[Math.round(look * (all.length - 1))]!);
      const value = concordance(one.map((c) => ({ ...c, p: c.curve[c.curve.length - 1]! })));
      return { look: look === 0 ? 'first' : look === 1 ? 'last' : 'half', value: rounded(value) };
    }),
    coverage: [0.5, 0.9].map((level) => coverage(cases, level)),
    calibration: calibration(cases),
  };
}
