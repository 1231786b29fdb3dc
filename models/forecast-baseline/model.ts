/**
 * The baseline forecast: a mixture cure model. Whether a lead will ever convert is a logistic of how things stand;
 * when, given that it will, is a discrete-time proportional hazard (complementary log-log) over its stage's baseline.
 * Berkson and Gage, JASA 47 (1952); Prentice and Gloeckler, Biometrics 34 (1978). Days without news are conditioned
 * on: they make "never" likelier exactly as far as a conversion was due by now.
 */
import { HORIZON_DAYS } from '../../schemas/insight.ts';
import { readArtefact } from '../artefact.ts';
import type { Judge } from '../judges.ts';
import { CLOCK_DAYS, hazardRates } from './baseline-hazard.ts';
import { FORECAST_INPUTS, readStanding, reasonOf, STAGES, type Standing } from './inputs.ts';

export interface HazardForecast {
  /** P(converts on day d | not before), d = 1 … HORIZON_DAYS, given that the lead is not cured. */
  hazard: Float32Array;
  /** P(never converts). */
  cure: number;
  /** Signed contributions in log-odds, largest first, at most 6. */
  reasons: { id: string; weight: number }[];
}

interface Question {
  features: Float32Array;
  /** Since the lead's first event; the hazard is conditioned on being open now. */
  ageDays: number;
}

export interface BaselineForecastJudge extends Judge {
  predict(batch: Question[]): HazardForecast[];
  /** P(converts) if the lead stays silent for `days` more. */
  silence(input: Question, days: readonly number[]): number[];
}

export interface ForecastModel {
  /** Mean of each input over the corpus; contributions are counted from it. */
  means: Float32Array;
  /** ln odds of ever converting: intercept at the mean, a weight per input. */
  everIntercept: number;
  everWeights: Float32Array;
  /** ln hazard ratio per input, from the mean. */
  whenWeights: Float32Array;
  /** ln baseline hazard at the knots, stage by stage. */
  knots: Float32Array;
}

/** Longest list of reasons. */
const MOST_REASONS = 6;

/** Reasons speak of groups of inputs; the group of each input, by number. */
const GROUPS = [...new Set(FORECAST_INPUTS.map(reasonOf))];
const GROUP_OF = Uint8Array.from(FORECAST_INPUTS, (input) => GROUPS.indexOf(reasonOf(input)));

const logit = (p: number): number => Math.log(p / (1 - p));
const bounded = (p: number): number => Math.min(1 - 1e-9, Math.max(1e-9, p));

type Reason = HazardForecast['reasons'][number];

/** Baseline hazards of a stage and their running sums: sums[c] = Σ λ over days 1 … c. */
interface Baseline {
  rates: Float64Array;
  sums: Float64Array;
}

function baselineOf(knots: Float32Array, stage: number): Baseline {
  const rates = hazardRates(knots, stage);
  const sums = new Float64Array(rates.length);
  for (let c = 1; c < rates.length; c++) sums[c] = sums[c - 1]! + rates[c]!;
  return { rates, sums };
}

/** Σ λ up to `clock` days, between days linearly, beyond the last at its rate. */
function sumUpTo({ rates, sums }: Baseline, clock: number): number {
  if (clock >= CLOCK_DAYS) return sums[CLOCK_DAYS]! + (clock - CLOCK_DAYS) * rates[CLOCK_DAYS]!;
  const day = Math.floor(clock);
  return sums[day]! + (clock - day) * rates[day + 1]!;
}

/** The `count` reasons that weigh most, largest first, and the sum of the others. */
function largest(reasons: Reason[], count: number): Reason[] {
  const named: Reason[] = [];
  for (const reason of reasons) {
    let place = named.length;
    while (place > 0 && Math.abs(named[place - 1]!.weight) < Math.abs(reason.weight)) place--;
    if (place === count) continue;
    named.splice(place, 0, reason);
    if (named.length > count) named.pop();
  }
  const sum = (all: readonly Reason[]) => all.reduce((total, { weight }) => total + weight, 0);
  return [...named, { id: 'other', weight: sum(reasons) - sum(named) }];
}

/** A lead's forecast before it is spelled out. */
interface Reading {
  standing: Standing;
  baseline: Baseline;
  everLogit: number;
  /** Hazard ratio. */
  ratio: number;
}

export function createForecastJudge(model: ForecastModel, version: string): BaselineForecastJudge {
  const baselines = STAGES.map((_, stage) => baselineOf(model.knots, stage));

  function read(features: Float32Array, ageDays: number): Reading {
    const standing = readStanding(features, ageDays);
    let everLogit = model.everIntercept;
    let log = 0;
    for (let j = 0; j < standing.inputs.length; j++) {
      const x = standing.inputs[j]! - model.means[j]!;
      everLogit += model.everWeights[j]! * x;
      log += model.whenWeights[j]! * x;
    }
    return { standing, baseline: baselines[standing.stage]!, everLogit, ratio: Math.exp(log) };
  }

  /** P(will ever convert) after `silent` days without a conversion. */
  function everAfter({ standing, baseline, everLogit, ratio }: Reading, silent: number): number {
    const due = sumUpTo(baseline, standing.clock + silent) - sumUpTo(baseline, standing.clock);
    return 1 / (1 + Math.exp(ratio * due - everLogit));
  }

  /** P(converts within the horizon) as seen after `silent` days. */
  function within(reading: Reading, silent: number): number {
    const { standing, baseline, ratio } = reading;
    const from = standing.clock + silent;
    const sum = sumUpTo(baseline, from + HORIZON_DAYS) - sumUpTo(baseline, from);
    return everAfter(reading, silent) * -Math.expm1(-ratio * sum);
  }

  /** What the same question says of an average lead that just began to talk: where reasons count from. */
  const reference = within(
    {
      standing: { inputs: new Float64Array(0), stage: 0, clock: 0, silent: 0 },
      baseline: baselines[0]!,
      everLogit: model.everIntercept,
      ratio: 1,
    },
    0,
  );

  function reasons(reading: Reading): HazardForecast['reasons'] {
    const { standing, everLogit } = reading;
    const weights = new Float64Array(GROUPS.length);
    for (let j = 0; j < GROUP_OF.length; j++) {
      weights[GROUP_OF[j]!]! += model.everWeights[j]! * (standing.inputs[j]! - model.means[j]!);
    }
    const ranked = GROUPS.map((id, group) => ({ id, weight: weights[group]! }));
    const ever = logit(bounded(everAfter(reading, standing.silent)));
    ranked.push({ id: 'silence', weight: ever - everLogit });
    const spoken = logit(bounded(within(reading, standing.silent)));
    ranked.push({ id: 'timing', weight: spoken - ever - (logit(bounded(reference)) - model.everIntercept) });
    return largest(ranked, MOST_REASONS - 1);
  }

  function spell(reading: Reading): HazardForecast {
    const { standing, baseline, ratio } = reading;
    const hazard = new Float32Array(HORIZON_DAYS);
    let before = sumUpTo(baseline, standing.clock + standing.silent);
    for (let d = 1; d <= HORIZON_DAYS; d++) {
      const now = sumUpTo(baseline, standing.clock + standing.silent + d);
      hazard[d - 1] = 1 - Math.exp(-ratio * (now - before));
      before = now;
    }
    return { hazard, cure: 1 - everAfter(reading, standing.silent), reasons: reasons(reading) };
  }

  return {
    name: 'forecast',
    version,
    predict: (batch) => batch.map(({ features, ageDays }) => spell(read(features, ageDays))),
    silence({ features, ageDays }, days) {
      const reading = read(features, ageDays);
      return days.map((d) => within(reading, reading.standing.silent + d));
    },
  };
}

/** The trained judge. Throws if its artefact is missing. */
export function loadForecastJudge(folder = new URL('./', import.meta.url)): BaselineForecastJudge {
  const artefact = readArtefact(folder);
  const model = {
    means: artefact.array('means', 'Float32Array'),
    everIntercept: artefact.array('everIntercept', 'Float32Array')[0]!,
    everWeights: artefact.array('everWeights', 'Float32Array'),
    whenWeights: artefact.array('whenWeights', 'Float32Array'),
    knots: artefact.array('knots', 'Float32Array'),
  };
  if (model.means.length !== FORECAST_INPUTS.length)
    throw new Error('The forecast was trained on other features: run "make train"');
  return createForecastJudge(model, artefact.version);
}
