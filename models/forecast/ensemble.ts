/**
 * The ensemble as it serves: the recurrent member takes one step an event, and forecasts are made in batches of leads.
 * What a lead is told does not depend on who else is in the batch.
 */

import { openForest } from '../forest/forest.ts';
import { ENDED, STAGES } from '../history/lead-notes.ts';
import type { Explanation } from '../judges.ts';
import { behavioralInputs } from './behavioral.ts';
import { groupOf, rawCurve } from './calibrated-curve.ts';
import { applyPlatt, logit } from './calibration.ts';
import { daysUntil, shareBefore } from './converted-curve.ts';
import { averageClocks, inputPlaces, path, REASON_GROUPS } from './explain.ts';
import { memberWeights } from './fusion.ts';
import { HEAD_WIDTH, headWithin } from './hazard-head.ts';
import { type HeadRow, openHeads } from './heads.ts';
import { HORIZON } from './horizon.ts';
import { type LstmCell, lstmCell } from './lstm.ts';
import { MEMBERS, type MemberName } from './members.ts';
import { NOW_WIDTH } from './now-vector.ts';
import { recurrentOutputs } from './recurrent-states.ts';
import type { Look } from './replay-history.ts';
import { scaleInto } from './scaling.ts';
import { endedProbability, type ForecastSummary, summarise } from './summarise.ts';
import type { EnsembleModel } from './train-ensemble.ts';

/** A lead at a moment, as the members' network takes it. */
export interface Seen extends Pick<Look, 'stage' | 'ended' | 'clocks' | 'dayShare' | 'events'> {
  inputs: Float32Array;
}

export interface EnsembleForecast extends ForecastSummary {
  stage: (typeof STAGES)[number];
}

/** A forecast to be explained. */
export interface Questioned {
  seen: Seen;
  pConvert: number;
  /** The lead at moments to come, if it were silent until then. */
  later: readonly Seen[];
}

export interface Ensemble {
  /** One recurrent step of each of a batch of leads; see {@link LstmCell}. */
  step: LstmCell['step'];
  /** The recurrent output at looks of a history, same bits as one event at a time. @param rows of each lead */
  recurrentAt(looks: readonly Look[], rows: readonly Float32Array[][]): Float32Array[];
  /** @param recurrent output of the recurrent member, UNITS long. Nothing of either is kept. */
  see(look: Omit<Look, 'lead' | 'steps'>, recurrent: Float32Array): Seen;
  predict(batch: readonly Seen[]): EnsembleForecast[];
  /** What stands behind forecasts. Reasons are counted from the average lead; there are none once the lead ended. */
  explain(batch: readonly Questioned[]): Explanation[];
}

export function createEnsemble({ members, fusion, calibration, averages }: EnsembleModel): Ensemble {
  const cell = lstmCell(members.temporal.lstm);
  const heads = openHeads(MEMBERS.map((name) => members[name].dense));
  const forest = openForest(members.behavioral.forest);
  // Of the forecast under way.
  const raw = new Float64Array(HORIZON);
  const [average, places] = [averageInputs(), placesOfInputs()];

  const ownInputs = (name: MemberName, look: Omit<Look, 'lead' | 'steps'>, recurrent: Float32Array) => {
    if (name === 'temporal') return recurrent;
    if (name === 'behavioral') return behavioralInputs(forest, look);
    return name === 'graph' ? look.graph : look.market;
  };

  const see: Ensemble['see'] = (look, recurrent) => {
    const { stage, ended, clocks, dayShare, events } = look;
    const inputs = new Float32Array(heads.width);
    inputs.set(look.now);
    MEMBERS.forEach((name, m) => {
      scaleInto(members[name].scaling, ownInputs(name, look, recurrent), inputs, heads.own[m]!);
    });
    return { stage, ended, clocks, dayShare, events, inputs };
  };

  /** The average lead, as a row of inputs. */
  function averageInputs(): Float32Array {
    const row = new Float32Array(heads.width);
    MEMBERS.forEach((_, m) => {
      row.set(averages[m]!.subarray(0, NOW_WIDTH));
      row.set(averages[m]!.subarray(NOW_WIDTH), heads.own[m]!);
    });
    return row;
  }

  /** Of each input, its place in {@link REASON_GROUPS}. */
  function placesOfInputs(): Uint8Array {
    const row = new Uint8Array(heads.width);
    MEMBERS.forEach((name, m) => {
      const own = inputPlaces(name, members[name].dense.inputs);
      row.set(own.subarray(0, NOW_WIDTH));
      row.set(own.subarray(NOW_WIDTH), heads.own[m]!);
    });
    return row;
  }

  const fused = ({ stage, inputs }: Seen): HeadRow => ({ inputs, shares: memberWeights(fusion, stage) });

  /** P(converts within the horizon), calibrated. @param row of the heads' output */
  function within(out: Float32Array, row: number, seen: Seen, clocks = seen.clocks): number {
    const share = shareBefore(calibration.hours, seen.dayShare);
    return applyPlatt(calibration.convert, headWithin(out, row * HEAD_WIDTH, clocks, share), groupOf(seen));
  }

  function predict(batch: readonly Seen[]): EnsembleForecast[] {
    if (batch.length === 0) return [];
    const out = heads.run(batch.map(fused));
    return batch.map((seen, i) => ({
      stage: STAGES[seen.stage]!,
      ...summarise(rawCurve(out, i * HEAD_WIDTH, seen, calibration.hours, raw), seen, calibration),
    }));
  }

  /** The way from the average lead, each member alone, and the silence to come. */
  function rowsOf({ seen, later }: Questioned): HeadRow[] {
    const shares = memberWeights(fusion, seen.stage);
    return [
      ...path(seen.inputs, average, places).map((inputs) => ({ inputs, shares })),
      ...ALONE.map((alone) => ({ inputs: seen.inputs, shares: alone })),
      ...later.map(fused),
    ];
  }

  function reasonsOf(
    out: Float32Array,
    from: number,
    { seen, pConvert }: Questioned,
  ): Explanation['reasons'] {
    if (seen.ended !== ENDED.open) return [];
    const steps = REASON_GROUPS.map((_, g) =>
      logit(within(out, from + g, seen, g === 0 ? averageClocks(seen.clocks.today) : undefined)),
    );
    const reasons = REASON_GROUPS.map((id, g) => ({
      id,
      weight: (steps[g + 1] ?? logit(pConvert)) - steps[g]!,
    }));
    return reasons.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  }

  function membersOf(out: Float32Array, from: number, seen: Seen): Explanation['members'] {
    const weights = memberWeights(fusion, seen.stage);
    const own = MEMBERS.map((name, m) => {
      const curve = rawCurve(out, (from + m) * HEAD_WIDTH, seen, calibration.hours, raw);
      const pConvert = curve[HORIZON - 1]!;
      return [name, { pConvert, medianDays: daysUntil(curve, pConvert / 2), weight: weights[m]! }] as const;
    });
    return Object.fromEntries(own);
  }

  function explain(batch: readonly Questioned[]): Explanation[] {
    if (batch.length === 0) return [];
    const rows = batch.map(rowsOf);
    const out = heads.run(rows.flat());
    let from = 0;
    return batch.map((question, i) => {
      const start = from;
      from += rows[i]!.length;
      const members = membersOf(out, start + REASON_GROUPS.length, question.seen);
      const silent = question.later.map((seen, k) => {
        const p = within(out, start + REASON_GROUPS.length + MEMBERS.length + k, seen);
        return endedProbability(p, seen.ended, calibration.returns);
      });
      return { reasons: reasonsOf(out, start, question), members, epistemic: spread(members), silent };
    });
  }

  return {
    step: cell.step,
    recurrentAt: (looks, rows) => recurrentOutputs(cell, looks, rows),
    see,
    predict,
    explain,
  };
}

/** Shares that leave one member. */
const ALONE = MEMBERS.map((_, m) => Float32Array.from(MEMBERS, (_, other) => (other === m ? 1 : 0)));

/** Standard deviation of the members' pConvert. */
function spread(members: Explanation['members']): number {
  const ps = Object.values(members).map(({ pConvert }) => pConvert);
  const mean = ps.reduce((sum, p) => sum + p, 0) / ps.length;
  return Math.sqrt(ps.reduce((sum, p) => sum + (p - mean) ** 2, 0) / ps.length);
}
