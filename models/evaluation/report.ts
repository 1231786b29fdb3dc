/** All figures of all models, cross-validated over leads-disjoint folds. */
import { FOLDS } from '../corpus/folds.ts';
import { evaluateForecast, type ForecastReport } from './evaluate-forecast.ts';
import { evaluateIntents, type IntentReport } from './evaluate-intents.ts';
import { evaluateNextEvent, type NextEventReport } from './evaluate-next-event.ts';
import { evaluateOptOut, type OptOutReport } from './evaluate-optout.ts';
import { evaluateSegments, type SegmentReport } from './evaluate-segments.ts';
import type { Trainings } from './trainings.ts';

export interface Report {
  protocol: string;
  data: { sha256: string; conversations: number; messages: number; folds: number };
  intents: IntentReport;
  optOut: OptOutReport;
  segments: SegmentReport;
  forecast: ForecastReport;
  nextEvent: NextEventReport;
}

const PROTOCOL =
  'Leads-disjoint folds. For each fold every part (n-grams kept, weights, calibration, thresholds, what later models ' +
  'learn from earlier ones) is fitted on the other folds only, nested where one fit feeds another. The corpus was ' +
  'written by hand: these figures compare models, they are no forecast of performance in the field.';

/** @param tell called before each part, with its name and how many of how many are done */
export async function report(
  trainings: Trainings,
  tell: (part: string, done: number, of: number) => Promise<void>,
): Promise<Report> {
  const { corpus, dataHash } = trainings;
  const singles = corpus.messages.filter((m) => !m.fromConversation).length;
  await tell('evaluate intents', 0, 4);
  const intents = evaluateIntents(trainings);
  const optOut = evaluateOptOut(trainings.optOut);
  await tell('evaluate segments', 1, 4);
  const segments = evaluateSegments(trainings);
  await tell('evaluate forecast', 2, 4);
  const forecast = evaluateForecast(trainings);
  await tell('evaluate next event', 3, 4);
  const nextEvent = evaluateNextEvent(trainings);
  const data = { sha256: dataHash, conversations: corpus.leads.length, messages: singles, folds: FOLDS };
  return { protocol: PROTOCOL, data, intents, optOut, segments, forecast, nextEvent };
}
