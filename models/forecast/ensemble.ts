/**
 * The ensemble as it serves: the recurrent member takes one step an event, and forecasts are made in batches of leads.
 * What a lead is told does not depend on who else is in the batch.
 */
import type { GraphBoard } from '../history/graph-board.ts';
import { DAY, ENDED, STAGES } from '../history/lead-notes.ts';
import type { MarketBoard } from '../history/market-board.ts';
import { behavioralInputs } from './behavioral.ts';
import { groupOf, rawCurve } from './calibrated-curve.ts';
import { applyPlatt } from './calibration.ts';
import { daysUntil, shareBefore } from './converted-curve.ts';
import type { Clocks } from './day-basis.ts';
import { type DenseHead, denseHead } from './dense-head.ts';
import { averageClocks, inputPlaces, pathInto, REASON_GROUPS } from './explain.ts';
import { memberWeights, mixCurves } from './fusion.ts';
import { HEAD_WIDTH, headWithin } from './hazard-head.ts';
import { HORIZON } from './horizon.ts';
import { emptyMemory, type LeadMemory, observeLead, type ReadEvent } from './lead-memory.ts';
import { type LstmCell, lstmCell, STATE_WIDTH, UNITS } from './lstm.ts';
import { MEMBERS, type MemberName } from './members.ts';
import { NOW_WIDTH } from './now-vector.ts';
import { recurrentOutputs } from './recurrent-states.ts';
import { type Look, lookAt } from './replay-history.ts';
import { scaleInto } from './scaling.ts';
import { endedProbability, type ForecastSummary, summarise } from './summarise.ts';
import type { EnsembleModel } from './train-ensemble.ts';

/** Everything that is kept of a lead; of fixed length. */
export interface LeadState {
  memory: LeadMemory;
  /** STATE_WIDTH. */
  recurrent: Float32Array;
}

/** A look with the recurrent output at it. */
export interface Seen extends Look {
  recurrent: Float32Array;
}

export interface MemberForecast {
  pConvert: number;
  medianDays: number;
  /** Share in the ensemble at this stage. */
  weight: number;
}

export interface EnsembleForecast extends ForecastSummary {
  stage: (typeof STAGES)[number];
  members: Record<MemberName, MemberForecast>;
  /** Spread of the members' pConvert: their standard deviation, by weight. */
  epistemic: number;
  /** Contributions in ln odds from the average lead, largest first; they add up. None once it ended. */
  reasons: { id: string; weight: number }[];
}

const PATH = REASON_GROUPS.length + 1;

export interface Ensemble {
  initial(): LeadState;
  /**
   * Moves leads on by one event each, in place; the board sees the events in the order given.
   *
   * @param batch of different leads
   */
  observe(batch: readonly { state: LeadState; lead: number; read: ReadEvent }[], board: GraphBoard): void;
  /** One recurrent step of each of a batch of leads; see {@link LstmCell}. */
  step: LstmCell['step'];
  /** A lead as of `at`, epoch ms. Changes nothing. */
  look(state: LeadState, market: MarketBoard, lead: number, at: number): Seen;
  /** The recurrent output at looks of a replay, same bits as one event at a time. @param rows of each lead */
  recurrentAt(looks: readonly Look[], rows: readonly Float32Array[][]): Float32Array[];
  /** @param explained whose reasons are wanted, by place in the batch and pConvert; of others there are none */
  predict(batch: readonly Seen[], explained?: (i: number, pConvert: number) => boolean): EnsembleForecast[];
  /** pConvert after each of so many more days without news: how the forecast decays. Changes nothing. */
  silence(state: LeadState, market: MarketBoard, lead: number, at: number, days: readonly number[]): number[];
  /** pConvert alone. */
  probabilities(batch: readonly Seen[]): number[];
}

interface ServedMember {
  name: MemberName;
  width: number;
  head: DenseHead;
  average: Float32Array;
  places: Uint8Array;
}

export function createEnsemble(model: EnsembleModel): Ensemble {
  const { members, fusion, calibration } = model;
  const cell = lstmCell(members.temporal.lstm);
  const served = MEMBERS.map((name, m): ServedMember => {
    const { dense } = members[name];
    return {
      name,
      width: dense.inputs,
      head: denseHead(dense),
      average: model.averages[m]!,
      places: inputPlaces(name, dense.inputs),
    };
  });
  const ownInputs = (name: MemberName, seen: Seen): Float32Array => {
    if (name === 'temporal') return seen.recurrent;
    if (name === 'behavioral') return behavioralInputs(members.behavioral.forest, seen);
    return name === 'graph' ? seen.graph : seen.market;
  };

  function inputsOf({ name, width }: ServedMember, seen: Seen): Float32Array {
    const row = new Float32Array(width);
    row.set(seen.now);
    scaleInto(members[name].scaling, ownInputs(name, seen), row, NOW_WIDTH);
    return row;
  }

  /** Of each member, what it looks at of each lead. */
  const inputsOfAll = (batch: readonly Seen[]): Float32Array[][] =>
    served.map((member) => batch.map((seen) => inputsOf(member, seen)));

  /** Outputs of each member, HEAD_WIDTH a lead. */
  function outputs(inputs: readonly Float32Array[][]): Float32Array[] {
    return served.map((member, m) => {
      const own = inputs[m]!;
      const x = new Float32Array(own.length * member.width);
      own.forEach((row, i) => {
        x.set(row, i * member.width);
      });
      return member.head.run(x, own.length);
    });
  }

  /** Outputs along the way from the average lead to each of some leads, PATH rows a lead. */
  function pathOutputs(inputs: readonly Float32Array[][], which: readonly number[]): Float32Array[] {
    return served.map((member, m) => {
      const x = new Float32Array(which.length * PATH * member.width);
      which.forEach((i, k) => {
        pathInto(inputs[m]![i]!, member.average, member.places, x, k * PATH * member.width);
      });
      return member.head.run(x, which.length * PATH);
    });
  }

  /** pConvert of the mixture in one row of the members' outputs, calibrated. */
  function within(
    out: readonly Float32Array[],
    row: number,
    { stage, dayShare }: Seen,
    clocks: Clocks,
    group: number,
  ): number {
    const weights = memberWeights(fusion, stage);
    const share = shareBefore(calibration.hours, dayShare);
    let p = 0;
    for (let m = 0; m < out.length; m++)
      p += weights[m]! * headWithin(out[m]!, row * HEAD_WIDTH, clocks, share);
    return applyPlatt(calibration.convert, p, group);
  }

  function reasonsOf(out: readonly Float32Array[], from: number, seen: Seen, group: number, p: number) {
    let before = logit(within(out, from, seen, averageClocks(seen.clocks.today), group));
    const reasons = REASON_GROUPS.map((id, g) => {
      const last = g === REASON_GROUPS.length - 1;
      const now = logit(last ? p : within(out, from + g + 1, seen, seen.clocks, group));
      const weight = now - before;
      before = now;
      return { id, weight };
    });
    return reasons.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  }

  function forecast(out: readonly Float32Array[], i: number, seen: Seen): EnsembleForecast {
    const weights = memberWeights(fusion, seen.stage);
    const curves = out.map((own) => rawCurve(own, i * HEAD_WIDTH, seen, calibration.hours));
    const summary = summarise(mixCurves(weights, curves), seen, calibration);
    const own = MEMBERS.map((_, m): MemberForecast => {
      const pConvert = curves[m]![HORIZON - 1]!;
      return { pConvert, medianDays: daysUntil(curves[m]!, pConvert / 2), weight: weights[m]! };
    });
    return {
      stage: STAGES[seen.stage]!,
      ...summary,
      members: Object.fromEntries(MEMBERS.map((name, m) => [name, own[m]!])) as EnsembleForecast['members'],
      epistemic: spread(own),
      reasons: [],
    };
  }

  /** Gives the leads asked for their reasons. */
  function explain(
    forecasts: readonly EnsembleForecast[],
    batch: readonly Seen[],
    inputs: readonly Float32Array[][],
    which: readonly number[],
  ): void {
    if (which.length === 0) return;
    const out = pathOutputs(inputs, which);
    which.forEach((i, k) => {
      const seen = batch[i]!;
      const { pConvert } = forecasts[i]!;
      forecasts[i]!.reasons = reasonsOf(out, k * PATH, seen, groupOf(seen), pConvert);
    });
  }

  const look: Ensemble['look'] = ({ memory, recurrent }, market, lead, at) => ({
    ...lookAt(memory, market, lead, at, 0),
    recurrent: recurrent.slice(0, UNITS),
  });

  function probabilities(batch: readonly Seen[]): number[] {
    if (batch.length === 0) return [];
    const out = outputs(inputsOfAll(batch));
    return batch.map((seen, i) =>
      endedProbability(within(out, i, seen, seen.clocks, groupOf(seen)), seen.ended, calibration.returns),
    );
  }

  return {
    initial: () => ({ memory: emptyMemory(), recurrent: new Float32Array(STATE_WIDTH) }),
    observe(batch, board) {
      const rows: Float32Array[] = [];
      const states: Float32Array[] = [];
      for (const { state, lead, read } of batch) {
        const row = observeLead(state.memory, board, lead, read);
        if (!row) continue;
        rows.push(row);
        states.push(state.recurrent);
      }
      if (rows.length > 0) cell.step(rows, states);
    },
    step: cell.step,
    look,
    recurrentAt: (looks, rows) => recurrentOutputs(cell, looks, rows),
    predict(batch, explained = () => true) {
      if (batch.length === 0) return [];
      const inputs = inputsOfAll(batch);
      const out = outputs(inputs);
      const forecasts = batch.map((seen, i) => forecast(out, i, seen));
      const open = [...batch.keys()].filter((i) => batch[i]!.ended === ENDED.open);
      explain(
        forecasts,
        batch,
        inputs,
        open.filter((i) => explained(i, forecasts[i]!.pConvert)),
      );
      return forecasts;
    },
    probabilities,
    silence: (state, market, lead, at, days) =>
      probabilities(days.map((d) => look(state, market, lead, at + d * DAY))),
  };
}

const logit = (p: number): number => Math.log(p / (1 - p));

/** Standard deviation of pConvert, by weight. */
function spread(members: readonly MemberForecast[]): number {
  let [mean, square] = [0, 0];
  for (const { pConvert, weight } of members) {
    mean += weight * pConvert;
    square += weight * pConvert * pConvert;
  }
  return Math.sqrt(Math.max(0, square - mean * mean));
}
