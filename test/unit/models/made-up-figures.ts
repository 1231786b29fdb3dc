/** Figures of a world made up for tests of the report: no model is behind them. */
import { type HistoryForecast, historyFigures } from '../../../models/evaluation/history-figures.ts';
import type { PageFigures } from '../../../models/evaluation/page/page-figures.ts';
import { seededRandom } from '../../../models/linear/random.ts';

const STAGES = ['talking', 'shown', 'offered', 'accepted'];
export const PRE_OFFER = STAGES.slice(0, 2);

const curveTo = (pConvert: number, medianDays: number): Float64Array =>
  Float64Array.from({ length: 365 }, (_, d) => pConvert * (1 - 0.5 ** ((d + 1) / medianDays)));

/** Leads that convert within 2·median of their forecast day or so, are lost, or are still open. */
export function madeUpForecasts(count: number, seed: number): HistoryForecast[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i): HistoryForecast => {
    const stage = i % STAGES.length;
    const pConvert = Math.min(0.97, 0.1 + 0.25 * stage + 0.2 * random());
    const medianDays = Math.round(120 / (1 + stage) + 30 * random());
    const spread = medianDays / (1 + 4 * stage);
    const converts = random() < pConvert;
    const due = Math.max(0.5, medianDays + spread * (random() + random() - 1));
    const seenFor = 40 + 400 * random();
    const says = (p: number, wide: number) => ({
      pConvert: p,
      medianDays,
      q05: medianDays - 0.7 * spread * wide,
      q10: medianDays - 0.55 * spread * wide,
      q90: medianDays + 0.55 * spread * wide,
      q95: medianDays + 0.7 * spread * wide,
      kind: spread * wide < 9 ? ('date' as const) : ('window' as const),
      pHit2: Math.min(1, (2 / Math.max(2, spread * wide)) * p),
    });
    const ours = Math.min(0.99, Math.max(0.01, pConvert + 0.2 * (random() - 0.5)));
    return {
      ...says(ours, 1.1),
      lead: `lead-${i >> 1}`,
      stage: STAGES[stage]!,
      cohort: i % 3 === 0 ? 'spring' : 'autumn',
      days: Math.min(due, seenFor),
      result: due > seenFor ? 'open' : converts ? 'converted' : 'lost',
      curve: curveTo(ours, medianDays),
      oracle: says(pConvert, 1),
      others: {
        oracle: curveTo(pConvert, medianDays),
        'kaplan-meier': curveTo(0.55, 60),
        cox: curveTo(0.4 + 0.4 * (ours - 0.4), medianDays),
        temporal: curveTo(Math.min(1, ours * 1.1), medianDays),
      },
    };
  });
}

const segment = (i: number) => ({ id: `segment_${i}`, group: `group_${i >> 3}` });

export function madeUpFigures(): PageFigures {
  const random = seededRandom(7);
  const intents = Array.from({ length: 42 }, (_, i) => {
    const f1 = 0.5 + 0.5 * random();
    return {
      id: `intent_${i}`,
      messages: 20 + 7 * i,
      f1,
      baseline: f1 - 0.1,
      annotator: Math.min(1, f1 + 0.1),
    };
  });
  return {
    title: 'Doorstep, measured',
    version: 'made-up',
    notes: ['Made up & <unsafe> for a test: nothing here was measured.'],
    histories: [
      {
        name: 'simulated',
        about: 'Made up.',
        figures: historyFigures(madeUpForecasts(1200, 3), PRE_OFFER),
      },
    ],
    ablation: {
      about: 'Made up.',
      parts: [
        { name: 'temporal', loss: 0.0062, low: 0.004, high: 0.008 },
        { name: 'market', loss: -0.0004, low: -0.001, high: 0.0003 },
      ],
    },
    segments: {
      segments: Array.from({ length: 56 }, (_, i) => segment(i)),
      confusion: Array.from({ length: 56 }, (_, i) =>
        Array.from({ length: 56 }, (_, k) => (i === k ? 11 : (i * 7 + 3) % 56 === k ? 1 : 0)),
      ),
      accuracy: {
        after: ['1', '2', '4', '8', 'all'],
        models: [
          { name: 'Doorstep', ours: true, top1: [0.8, 0.87, 0.93, 0.96, 0.98] },
          { name: 'linear baseline', ours: false, top1: [0.76, 0.84, 0.89, 0.91, 0.93] },
        ],
      },
    },
    timing: ['night_owl_browser', 'all five', 'the others'].map((group, i) => ({
      ...{ group, leads: 12 * (i + 1) },
      all: { recall: 0.9, low: 0.7, high: 0.97 },
      words: { recall: 0.2, low: 0.1, high: 0.4 },
      behaviour: { recall: 0.8, low: 0.6, high: 0.9 },
      lostWithout: { behaviour: { mean: 0.7, low: 0.5, high: 0.8 }, words: { mean: 0.1, low: 0, high: 0.2 } },
    })),
    intents: {
      ...{ micro: 0.76, macro: 0.71, optOut: { lines: 360, recall: 1, precision: 0.976 }, intents },
      fairHousing: { lines: 200, recall: 0.96, falseBlocks: 0.03 },
    },
    proxies: ['language', 'postcode'].flatMap((hidden, h) =>
      ['features', 'segments'].map((inputs) => ({
        ...{ hidden, inputs, cases: 1000, positives: 200, found: h === 0 },
        ...{
          auc: 0.8 - 0.3 * h,
          low: 0.77 - 0.3 * h,
          high: 0.83 - 0.3 * h,
          chanceLow: 0.46,
          chanceHigh: 0.54,
        },
      })),
    ),
    publicTable: {
      table: 'flchain',
      rows: 7874,
      events: 2169,
      folds: 5,
      grid: 'a made-up grid',
      figures: [
        { model: 'stacked', c: 0.79, unoC: 0.79, ibs: 0.1, dCalibrated: 5 },
        { model: 'kaplan-meier', c: 0.5, unoC: 0.5, ibs: 0.14, dCalibrated: 5 },
      ],
      weights: [],
      references: { cox: { c: 0.791, ibs: 0.0998 }, forest: { c: 0.781, ibs: 0.0998 } },
    },
  };
}
