/** An evaluation of all models in a few lines. */
import type { Evaluation } from '../evaluate.ts';

const share = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : '–');
const list = (values: readonly number[]): string => values.map(share).join(' ');

/** What to look at first; all of it is in the JSON. */
export function headlines(evaluation: Evaluation): [string, string][] {
  const {
    intents,
    optOut,
    fairHousing,
    escalation,
    mentions,
    segments,
    timing,
    prebake,
    heldOut,
    threat,
    publicTable,
    proxies,
  } = evaluation;
  const { all } = heldOut;
  const [within80, within90] = all.ours.coverage;
  const five = timing.find(({ group }) => group === 'all five')!;
  const stacked = publicTable.figures[0]!;
  const there = prebake.simulated.learnedThere;
  const found = proxies.filter((one) => one.found);
  return [
    [
      'intents',
      `micro-F1 ${share(intents.served.all.microF1)}, macro-F1 ${share(intents.served.all.macroF1)}`,
    ],
    ['opting out', `recall ${share(optOut.recall)}, precision ${share(optOut.precision)}`],
    [
      'fair housing',
      `unlawful drafts blocked ${share(fairHousing.dev.recall)}, lawful ones ${share(fairHousing.dev.falseBlocks)}; ` +
        `on harder lines ${share(fairHousing.own.recall)} and ${share(fairHousing.own.falseBlocks)}`,
    ],
    [
      'escalation, held out',
      `recall ${share(escalation.heldOut.recall)}, right reason ${share(escalation.heldOut.reason)}; ` +
        `false of 100 routine ${escalation.heldOut.falsePer100.toFixed(1)}, in the corpus ${escalation.corpus.falsePer100.toFixed(1)}`,
    ],
    [
      'mentions, held out',
      `F1 ${share(mentions.heldOut.all.f1)}, stance ${share(mentions.heldOut.stance.accuracy)}; ` +
        `out of fold ${share(mentions.outOfFold.all.f1)} and ${share(mentions.outOfFold.stance.accuracy)}`,
    ],
    [
      'segments',
      `right after ${segments.served.map(({ after }) => after).join(', ')} messages: ${list(segments.served.map(({ top1 }) => top1))}`,
    ],
    [
      'segments of timing',
      `recall by all inputs, behaviour, words: ${list([five.all, five.behaviour, five.words].map(({ recall }) => recall))}`,
    ],
    [
      'prepared actions',
      `found ready by ${share(prebake.corpus.model.share)} of deeds, always the most common ${share(prebake.corpus.mostCommon.share)}, at most ${share(prebake.corpus.mostPossible)}; ` +
        `simulated ${list([there.model.share, there.mostCommon.share, there.mostPossible])}`,
    ],
    [
      'forecasts, held out',
      `Brier score ${share(all.ours.brier)}, oracle ${share(all.oracle?.brier ?? Number.NaN)}; ` +
        `80 % and 90 % intervals cover ${list([within80!.observed, within90!.observed])}`,
    ],
    [
      'threats, held out',
      `Brier score ${threat.brier.ours.toFixed(4)}, of the rate ${threat.brier.rate.toFixed(4)}, oracle ${threat.brier.oracle.toFixed(4)}; ` +
        `losses with a trace warned of ${share(threat.alarms.warned)}, without one ${share(threat.alarms.withoutTrace)}`,
    ],
    ['public table', `C ${share(stacked.c)}, integrated Brier score ${stacked.ibs.toFixed(4)}`],
    ...found.map(({ hidden, inputs, auc }): [string, string] => {
      return ['proxy found', `${hidden}, told from ${inputs}: AUC ${share(auc)}`];
    }),
  ];
}
