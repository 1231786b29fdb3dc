/** All figures of all models, cross-validated over leads-disjoint folds. */
import { ALL_FOLDS, FOLDS } from '../corpus/folds.ts';
import { type EscalationReport, evaluateEscalation } from './evaluate-escalation.ts';
import { evaluateForecast, type ForecastReport } from './evaluate-forecast.ts';
import { evaluateIntents, type IntentReport } from './evaluate-intents.ts';
import { evaluateNextEvent, type NextEventReport } from './evaluate-next-event.ts';
import { evaluateOptOut, type OptOutReport } from './evaluate-optout.ts';
import { evaluatePrebake, type PrebakeReport } from './evaluate-prebake.ts';
import { evaluateSegments, type SegmentReport } from './evaluate-segments.ts';
import { evaluateTiming, TIMING_NETWORKS, type TimingFigures } from './evaluate-timing.ts';
import type { CorpusData, Trainings } from './trainings.ts';

export interface Report {
  protocol: string;
  data: CorpusData;
  intents: IntentReport;
  optOut: OptOutReport;
  escalation: EscalationReport;
  segments: SegmentReport;
  /** What segments of timing come from. */
  timing: TimingFigures[];
  forecast: ForecastReport;
  nextEvent: NextEventReport;
  prebake: PrebakeReport;
}

export const PROTOCOL =
  'Leads-disjoint folds. For each fold every part (n-grams kept, weights, calibration, thresholds, what later models ' +
  'learn from earlier ones) is fitted on the other folds only, nested where one fit feeds another. The corpus was ' +
  'written by hand: these figures compare models, they are no forecast of performance in the field.';

/** How many steps {@link report} tells of. */
export const REPORT_STEPS = 2 * FOLDS + TIMING_NETWORKS + 5;

/** @param tell called before each step, with what it is and how many of how many are done */
export async function report(
  trainings: Trainings,
  tell: (part: string, done: number, of: number) => Promise<void>,
): Promise<Report> {
  let done = 0;
  const step = (part: string) => tell(part, done++, REPORT_STEPS);
  // Fits are remembered: those that take long are made here one by one, so that progress can be told.
  for (const fold of ALL_FOLDS) {
    await step(`intents without fold ${fold}`);
    trainings.intents.unseen([fold], 0);
    await step(`segments without fold ${fold}`);
    trainings.segments.fit([fold]);
  }
  const timing = await evaluateTiming(trainings, (view) => step(`segments by ${view}`));
  await step('measure intents, opting out and segments');
  const intents = evaluateIntents(trainings);
  const optOut = evaluateOptOut(trainings.optOut);
  const segments = evaluateSegments(trainings);
  await step('measure escalation');
  const escalation = evaluateEscalation(trainings.escalation);
  await step('forecast without each fold');
  const forecast = evaluateForecast(trainings);
  await step('next event without each fold');
  const nextEvent = evaluateNextEvent(trainings);
  await step('prepared actions without each fold');
  const prebake = evaluatePrebake(trainings);
  const { data } = trainings;
  return {
    ...{ protocol: PROTOCOL, data, intents, optOut, escalation, segments, timing, forecast },
    ...{ nextEvent, prebake },
  };
}
