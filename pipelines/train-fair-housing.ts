/** Trains the judge of outbound texts, measures it, and writes artefact and card. Same lines, corpus and code, same bits. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeArtefact } from '../models/artefact.ts';
import { sampleTexts } from '../models/content/sample-texts.ts';
import { type Corpus, readCorpus } from '../models/corpus/read-corpus.ts';
import { evaluateFairHousing, type FairHousingReport } from '../models/evaluation/evaluate-fair-housing.ts';
import { StaleCardError } from '../models/evaluation/read-cards.ts';
import { readFairHousingLines } from '../models/fair-housing/read-lines.ts';
import { FAIR_HOUSING_SETTINGS, trainFairHousing } from '../models/fair-housing/train.ts';
import { sparseArrays } from '../models/linear/sparse-artefact.ts';

interface FairHousingCard {
  model: 'fairHousing';
  version: string;
  task: string;
  method: string;
  data: ReturnType<typeof fairHousingData>;
  protocol: string;
  settings: typeof FAIR_HOUSING_SETTINGS;
  figures: FairHousingReport;
  limits: string[];
}

/** How many texts of the composer are learned from, and another seed for those that it is measured on. */
const COMPOSED = { count: 1500, seed: 1, measured: 2 };
const composedTexts = () => sampleTexts(COMPOSED.count, COMPOSED.seed);

/** What an agent wrote in the corpus: taken to be lawful. */
const agentTexts = ({ conversations, added }: Corpus): string[] =>
  [...conversations, ...added].flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'message' && event.from === 'agent' ? [event.text] : [])),
  );

/** What the judge is learned from, as its card names it. */
export function fairHousingData(corpus: Corpus) {
  const { dev, more } = readFairHousingLines();
  const texts = agentTexts(corpus);
  const composed = composedTexts();
  const sha256 = createHash('sha256')
    .update(JSON.stringify([dev, more, texts, composed]))
    .digest('hex');
  return { sha256, dev: dev.length, more: more.length, agentTexts: texts.length, composed: composed.length };
}

/** Cross-validated figures, measured now. */
export function measureFairHousing(corpus: Corpus): FairHousingReport {
  const { dev, more } = readFairHousingLines();
  const texts = agentTexts(corpus);
  const composed = composedTexts();
  return evaluateFairHousing(
    trainFairHousing(dev, more, texts, composed),
    trainFairHousing([], more, texts, composed),
    sampleTexts(COMPOSED.count, COMPOSED.measured),
  );
}

/** Writes into `folder`. */
export function trainFairHousingInto(folder: URL, version: string, corpus: Corpus = readCorpus()): void {
  const { dev, more } = readFairHousingLines();
  const { linear, slope, offset, threshold } = trainFairHousing(
    dev,
    more,
    agentTexts(corpus),
    composedTexts(),
  ).fit([]);
  writeArtefact(folder, version, {
    ...sparseArrays(linear),
    decision: Float32Array.of(slope, offset, threshold),
  });
  const card: FairHousingCard = {
    model: 'fairHousing',
    version,
    task: 'Whether an outbound text prefers, limits, steers or discourages by a class of 42 USC § 3604, and by which.',
    method:
      'Multinomial logistic over signs of a grammar (English and Spanish: who is mentioned, what is done, how near; read after what only sounds like a class was taken out) and n-grams of the plain words; Platt calibration and a threshold that counts a missed text as three held back, set on folds not learned from. Baseline: the same fit on n-grams alone. Word vectors, pooled, in a softmax beside the signs were tried: on lines for training their AUC was .954 where this one’s was .970, so they were left out.',
    data: fairHousingData(corpus),
    protocol:
      'Five folds of whole groups of paraphrases. Weights, calibration and threshold of each fold are fitted on the others only, nested. dev: the given lines, by fits that also had the lines for training; transfer: the given lines by a fit that had none of them; own: lines for training; corpus: texts of agents, taken to be lawful unread; composed: texts of our composer, of another seed than those learned from, made of the same phrases.',
    settings: FAIR_HOUSING_SETTINGS,
    figures: measureFairHousing(corpus),
    limits: [
      'Its author had read the given lines before writing the grammar and the lines for training, but changed nothing for a single line of them: figures on dev and transfer are somewhat kind.',
      'The grammar was changed while looking at errors on lines for training, so figures on them are kind, too, though those lines are harder than the given ones by design.',
      'The sternest figures: on the 148 lines of more-7.jsonl, near misses by intent, the model as it was before anything had been changed for them blocked 87.7 % of the unlawful and 28.0 % of the lawful, AUC .883. On the 90 lines of more-8.jsonl, half of them lawful mirrors of the other half, the model before them blocked 86.0 % and 19.1 %, AUC .944. Both have been learned from since; nothing has been judged blind after them.',
      'All lines are by one author each, invented, and not reviewed by a lawyer. State and local classes (source of income, age, marital status) are not judged.',
      'English and Spanish. It reads one text at a time: what was said before, who the text is for, and pictures are not seen.',
      'It helps an agent to notice; it does not make a text lawful.',
    ],
  };
  writeFileSync(new URL('card.json', folder), `${JSON.stringify(card, null, 2)}\n`);
}

/**
 * The card beside the artefact.
 *
 * @param root with a folder `fair-housing/`
 * @throws StaleCardError that names what differs from what is here
 */
export function readFairHousingCard(root: URL, data: FairHousingCard['data']): FairHousingCard {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`fair-housing/${name}.json`, root), 'utf8'));
  const card = read('card') as FairHousingCard;
  const { version } = read('artefact') as { version: string };
  const differs = [
    card.data.sha256 === data.sha256 ? '' : '"data": it learned from other lines',
    JSON.stringify(card.settings) === JSON.stringify(FAIR_HOUSING_SETTINGS)
      ? ''
      : '"settings": the model is trained otherwise now',
    card.version === version ? '' : `"version": the artefact is ${version}, not ${card.version}`,
  ].find(Boolean);
  if (differs) throw new StaleCardError(`models/fair-housing/card.json is stale: field ${differs}`);
  return card;
}
