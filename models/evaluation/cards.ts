/** What each model's card says beside its figures. */

import { FORECAST_SETTINGS } from '../forecast-baseline/train.ts';
import { INTENT_SETTINGS } from '../intents/train.ts';
import { NEXT_EVENT_SETTINGS } from '../next-event/train.ts';
import { BAG_SETTINGS } from '../segments/train-bag.ts';
import { DEEP_SETTINGS } from '../segments/train-deep.ts';
import type { Report } from './report.ts';

export interface Card {
  model: string;
  version: string;
  task: string;
  method: string;
  data: Report['data'];
  protocol: string;
  settings: object;
  figures: object;
  limits: string[];
}

const WRITTEN =
  'Learned from conversations written by hand; field performance is unknown until delayed labels are scored.';

/** Folder → card. Deterministic: no dates, no durations. */
export function makeCards(version: string, report: Report): Record<string, Card> {
  const { data, protocol } = report;
  const card = (own: Omit<Card, 'version' | 'data' | 'protocol'>): Card => ({
    ...own,
    version,
    data,
    protocol,
  });
  return {
    intents: card({
      model: 'intents',
      task: 'Multi-label: which of 42 intents a message of the lead carries.',
      method:
        'One-vs-rest logistic over hashed word and character n-grams and kinds of entities; Platt calibration and a threshold per intent, set on folds not learned from. Baseline: the n-gram measure (same n-grams, all of them, nothing else).',
      settings: INTENT_SETTINGS,
      figures: report.intents,
      limits: [
        WRITTEN,
        'One message at a time: what the agent had asked is not seen.',
        'Mostly English; little Spanish, other languages hardly at all.',
        'An opt-out is not safe in its hands: recall of opt_out is below what compliance needs.',
      ],
    }),
    segments: card({
      model: 'segments',
      task: 'Which of 56 behavioural microsegments a lead belongs to, from its first message on.',
      method:
        'Two bags of both sides’ words (hashed n-grams by inverse document frequency, one trained on first messages, one on whole conversations), running features, and a network with one hidden layer over all of them, fitted on text evidence of leads the bags had not seen. Baseline: the n-gram measure on the same conversations.',
      settings: { bags: BAG_SETTINGS, network: DEEP_SETTINGS },
      figures: report.segments,
      limits: [
        WRITTEN,
        'Measured on twelve leads a segment; the others were added for training: single segments are measured poorly.',
        'On the leads it was trained on it is far surer than on others; judge it by these figures only.',
        'Some penalties were chosen while looking at two of the folds, so figures are slightly kind.',
      ],
    }),
    'forecast-baseline': card({
      model: 'forecast',
      task: 'Whether a lead will convert, and the daily hazard of it for 180 days, given that it is open now.',
      method:
        'Mixture cure model: logistic for ever converting, discrete-time proportional hazards over a smooth baseline per stage, fitted by expectation maximisation over looks after every event. Silence is conditioned on. Baseline: the constant forecast (Aalen–Johansen).',
      settings: FORECAST_SETTINGS,
      figures: report.forecast,
      limits: [
        WRITTEN,
        '672 leads, 313 conversions; how many convert was the writers’ choice, so levels do not carry over to a brokerage.',
        'Open leads of the corpus end with their last message: what long silence means was hardly observed.',
        'Segment and market are not used by this baseline.',
      ],
    }),
    'next-event': card({
      model: 'nextEvent',
      task: 'What the lead does next within the hour, silence included.',
      method: 'Multinomial logistic on running features and the intents just read. Baseline: base rates.',
      settings: NEXT_EVENT_SETTINGS,
      figures: report.nextEvent,
      limits: [
        WRITTEN,
        'Timing in the corpus is invented to the minute; trust the order more than the rates.',
      ],
    }),
  };
}
