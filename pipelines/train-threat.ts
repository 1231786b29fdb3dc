/**
 * Trains the judge of threats on simulated worlds with rivals, measures it on another, and writes artefact and card.
 * Same code and models, same bits. Its figures say how well it does in that world, and nothing of yours.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { writeArtefact } from '../models/artefact.ts';
import { StaleCardError } from '../models/evaluation/read-cards.ts';
import { loadMentionJudge } from '../models/mentions/model.ts';
import { createRivalOracle } from '../models/simulator/rivals/oracle.ts';
import type { RivalOptions } from '../models/simulator/rivals/overlay.ts';
import { AIMS, alarmFigures, chooseThresholds, levelDays } from '../models/threat/alarms.ts';
import { brierOf, meanOf, mentionRule, type ThreatFigures, threatFigures } from '../models/threat/figures.ts';
import { fitThreat, outOfFoldLogOdds, THREAT_SETTINGS } from '../models/threat/fit.ts';
import { FOREST_SETTINGS, fitThreatForest, forestThreat } from '../models/threat/forest.ts';
import { logOdds, probability, threatArrays } from '../models/threat/model.ts';
import type { ThreatRow } from '../models/threat/world-rows.ts';
import type { TextReaders } from './read-history.ts';
import {
  THREAT_HELD_OUT,
  THREAT_LEARNED,
  type ThreatWorld,
  threatWorld,
  threatWorldName,
} from './threat-worlds.ts';

/** What the threat is learned and measured with now, as its card names it. */
export const THREAT_DATA = {
  learned: THREAT_LEARNED.map(threatWorldName),
  heldOut: threatWorldName(THREAT_HELD_OUT),
};
export const THREAT_ALL_SETTINGS = {
  logistic: THREAT_SETTINGS,
  forest: FOREST_SETTINGS,
  aims: AIMS,
};

/** Worlds as one: leads of each are numbered after those of the worlds before. */
function joined(worlds: readonly ThreatWorld[]) {
  let before = 0;
  const rows: ThreatRow[] = [];
  for (const { world, rows: own } of worlds) {
    for (const row of own) rows.push({ ...row, look: { ...row.look, lead: row.look.lead + before } });
    before += world.truth.length;
  }
  return { rows, truth: worlds.flatMap(({ world }) => world.truth), lastDay: worlds[0]!.lastDay };
}

function learnThreat({ rows, truth, lastDay }: ReturnType<typeof joined>) {
  const lost = Uint8Array.from(rows, (row) => row.lost);
  const inputs = rows.map((row) => row.inputs);
  const fold = Uint8Array.from(rows, ({ look }) => look.lead % THREAT_SETTINGS.folds);
  const unseen = outOfFoldLogOdds({ inputs, lost, fold });
  const weights = fitThreat({ inputs, lost, fold }, unseen);
  const p = Array.from(unseen, probability);
  const levels = chooseThresholds((thresholds) =>
    alarmFigures(truth, levelDays(rows, p, thresholds), lastDay),
  );
  const grown = fitThreatForest(
    rows,
    Int32Array.from(rows, ({ look }) => look.lead),
  );
  return {
    ...{ weights, levels, forest: grown.forest, rule: mentionRule(rows), rate: meanOf(lost) },
    outOfFold: { ours: brierOf(p, lost), forest: brierOf(grown.unseen, lost) },
  };
}
type Learned = ReturnType<typeof learnThreat>;

function measureThreat({ weights, levels, forest, rule, rate }: Learned, held: ThreatWorld): ThreatFigures {
  const oracle = createRivalOracle(held.world.base.world);
  return threatFigures({
    ...{ rows: held.rows, truth: held.world.truth, lastDay: held.lastDay, thresholds: levels },
    judges: {
      ours: ({ inputs }) => probability(logOdds(weights, inputs)),
      forest: ({ inputs }) => forestThreat(forest, inputs),
      oracle: ({ look }, index) => oracle(look, index),
      mentioned: rule,
      rate,
    },
  });
}

/** An open backend is needed. @param root folder with the trained `forecast/` and `mentions/` */
export function learnAndMeasure(
  readers: TextReaders,
  root: URL,
  tell: (stage: string) => void,
): { learned: Learned; heldOut: ThreatFigures; sample: SampledDay[] } {
  const mentions = loadMentionJudge(new URL('mentions/', root));
  const forecast = new URL('forecast/', root);
  const rowsOf = (world: RivalOptions) => threatWorld(world, readers, mentions, forecast);
  tell('threats: worlds with rivals');
  const learned = learnThreat(joined(THREAT_LEARNED.map(rowsOf)));
  tell('threats: a world held out');
  const held = rowsOf(THREAT_HELD_OUT);
  return { learned, heldOut: measureThreat(learned, held), sample: sampleOf(learned, held) };
}

/** A few days held out and what is said of them, so that an artefact can be held against its card. */
export interface SampledDay {
  inputs: number[];
  p: number;
}
const SAMPLED_EVERY = 5000;

const sampleOf = ({ weights }: Learned, { rows }: ThreatWorld): SampledDay[] =>
  rows
    .filter((_, i) => i % SAMPLED_EVERY === 0)
    .map(({ inputs }) => ({ inputs: [...inputs], p: probability(logOdds(weights, inputs)) }));

export interface ThreatCard {
  model: 'threat';
  version: string;
  status: string;
  task: string;
  method: string;
  data: typeof THREAT_DATA;
  protocol: string;
  settings: typeof THREAT_ALL_SETTINGS;
  levels: Learned['levels'];
  figures: { outOfFold: { ours: number; forest: number }; heldOut: ThreatFigures };
  sample: SampledDay[];
  limits: string[];
}

/**
 * An open backend is needed.
 * @param folder of the threat, with a trailing slash, beside that of the forecast
 */
export function trainThreat(
  folder: URL,
  version: string,
  readers: TextReaders,
  tell: (stage: string) => void = () => {},
): ThreatCard {
  const measured = learnAndMeasure(readers, new URL('../', folder), tell);
  const { learned } = measured;
  writeArtefact(folder, version, threatArrays(learned.weights, learned.levels));
  const card = cardOf(version, measured);
  writeFileSync(new URL('card.json', folder), `${JSON.stringify(card, null, 2)}\n`);
  return card;
}

const cardOf = (
  version: string,
  { learned: { levels, outOfFold }, heldOut, sample }: ReturnType<typeof learnAndMeasure>,
): ThreatCard => ({
  model: 'threat',
  version,
  status: 'Simulated. No figure here is one of the field.',
  task: 'P(lost to a competitor within 14 days) of an open lead, and a level by it and by what is at stake.',
  method:
    'Logistic over facts of the lead: what it said of rivals and when, silence, answers owed, portals, competitors and prices around it, how far it has come and whether it will convert. Weights of what only a named rival moves are held at 0 or above, so that more of it never lowers a threat. Platt calibration on folds of leads not learned from. Thresholds are chosen on the same out-of-fold probabilities of the worlds learned from: `high` is the highest that warns of the aimed share of losses with a trace, `critical` the lowest that is as seldom false as aimed. Alternative: a forest over the same inputs.',
  data: THREAT_DATA,
  protocol:
    'Looks at the end of every day of an open lead whose 14 days were seen. The world held out has another seed: other leads, another market. Beside it, on the same looks: the rate of the worlds learned from; their rates where a rival was mentioned within 14 days and where not; and an oracle that knows every latent and lives 200 lives on from each look.',
  settings: THREAT_ALL_SETTINGS,
  levels,
  figures: { outOfFold, heldOut },
  sample,
  limits: [
    'The world is assumed, not observed: how rivals court, what leads let on and how often nothing shows are settings of models/simulator/rivals. Calibrate on own outcomes before trusting levels.',
    'Losses are the true ones, also those that nobody recorded; where only recorded losses are known, a threat will look too high.',
    'Mentions are read by the served reader from texts that are partly of the corpus it was trained on: it reads those better than what leads will write.',
    'What happens after a look is warned of is not in the data: no counter-strategy is played.',
  ],
});

/**
 * The card beside the artefact.
 *
 * @param root with a folder `threat/`
 * @throws StaleCardError that names what differs from what is here
 */
export function readThreatCard(root: URL): ThreatCard {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`threat/${name}.json`, root), 'utf8'));
  const card = read('card') as ThreatCard;
  const { version } = read('artefact') as { version: string };
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const differs = [
    same(card.data, THREAT_DATA) ? '' : '"data": it learned from other worlds',
    same(card.settings, THREAT_ALL_SETTINGS) ? '' : '"settings": the model is trained otherwise now',
    card.version === version ? '' : `"version": the artefact is ${version}, not ${card.version}`,
  ].find(Boolean);
  if (differs) throw new StaleCardError(`models/threat/card.json is stale: field ${differs}`);
  return card;
}
