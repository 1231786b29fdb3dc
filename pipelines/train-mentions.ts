/** Trains the judge of competitor mentions, measures it, and writes artefact and card. Same lines, corpus and code, same bits. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeArtefact } from '../models/artefact.ts';
import { type Corpus, readCorpus } from '../models/corpus/read-corpus.ts';
import { evaluateMentions, type MentionReport } from '../models/evaluation/evaluate-mentions.ts';
import { StaleCardError } from '../models/evaluation/read-cards.ts';
import { mentionArrays } from '../models/mentions/model.ts';
import { readMentionLines } from '../models/mentions/read-lines.ts';
import { routineMessages } from '../models/mentions/routine-messages.ts';
import { MENTION_SETTINGS, type MentionSources, trainMentions } from '../models/mentions/train.ts';

interface MentionCard {
  model: 'mentions';
  version: string;
  task: string;
  method: string;
  data: ReturnType<typeof mentionData>;
  protocol: string;
  settings: typeof MENTION_SETTINGS;
  figures: MentionReport;
  limits: string[];
}

function sourcesOf(corpus: Corpus): MentionSources {
  const lines = readMentionLines();
  return { ...lines, routine: routineMessages(corpus, lines) };
}

/** What the judge is learned from and measured on, as its card names it. */
export function mentionData(corpus: Corpus) {
  const { heldOut } = readMentionLines();
  const { measured, written, patterns, routine } = sourcesOf(corpus);
  const known = readFileSync(new URL('../models/mentions/known.json', import.meta.url), 'utf8');
  const sha256 = createHash('sha256')
    .update(JSON.stringify([measured, written, patterns, routine, heldOut, known]))
    .digest('hex');
  return {
    ...{ sha256, measured: measured.length, written: written.length, patterns: patterns.length },
    ...{ routine: routine.length, heldOut: heldOut.length },
  };
}

/** Cross-validated and held-out figures, measured now. */
export const measureMentions = (corpus: Corpus): MentionReport =>
  evaluateMentions(trainMentions(sourcesOf(corpus)), readMentionLines().heldOut);

const LIMITS = [
  'Below its aims (mention F1 .90, stance accuracy .80), out of fold and more so held out. What is missed is mostly what little in the message gives away: names without a word of the trade near them, "the rebate guy", "someone else". Candidates are not what holds it back: 697 of 718 labelled mentions are among them.',
  'The sternest figures are those held out, and they are not quite blind: they were measured three times for the first model (F1 .7305, .7461, .7304, as two things were changed after the first), and once more for this one and the network below, with both of them known when it was decided which is served. No error on a line held out was looked at. Out of fold figures are kind: the kinds of words, the lines written for training (many of them after reading errors there) and three rules (a noun beside a name, cash buyers, a person at a company without a name, which the guide then made the company) were made while looking at errors there.',
  '1,227 of the written lines and names in small letters came second. Against the first model (F1 .804, stance .729 on the same labels) they added F1 +.003 (95 % -.017 to +.021) and stance -.005 (-.034 to +.022) out of fold: nothing that can be told from chance. What rose is names nobody knows, .540 to about .60. More lines by the same hand are not what it lacks.',
  'Tried and left out: a network beside these models, an equal say for both. It read word vectors at five places on either side (one projection to 24 for all), what is further off, and kinds of words, through one hidden layer of 40, for kind, stance and switching together; trained in TensorFlow.js. Nested, same folds: F1 .814 where the linear models had .807, added +.007 (-.009 to +.023); stance .731 where they had .724, +.008 (-.014 to +.031). Held out: F1 .727 where they had .733, -.005 (-.039 to +.025); stance .726 where they had .755, -.029 (-.083 to +.024). Alone, on somewhat fewer lines, F1 .722. The bar was a gain out of fold beyond chance.',
  'Nine lines were mended after the first model called mentions in them that the guide counts and the label did not ("last dude said 590 for the pair & we sat 6 months"): all nine from none to mentions, ten of them. Only what the model called was read again for this, so the labels lean its way by as much; on the old labels the first model had F1 .798, on the mended ones .804.',
  'Two of five messages mention a competitor here and hardly one in twenty in the corpus: these figures are no rate of false alarms in the field. Two thirds of the lines without one were chosen because they look as if they had one.',
  'One labeller, who also wrote the guide, the features and the lines for training; no second reading, so how far two would agree is not known. 52 messages were left out in which it could not be told whether a competitor was meant.',
  'One message at a time: "he said 460" is no mention, whoever he was before. Whoever keeps the conversation may know.',
  'Names nobody knows are found in less than half of the cases, those in small letters where the word is rare. Once a tenant has registered them they are found (figures: registered).',
  'Neutral mentions are often taken for comparing ones. Tried with the first model, four folds, threshold set on them, same seed: a softmax over pooled word vectors, kinds of words and the scores of this model, F1 .824 where it had .816; the same with the intents of the message, .819; for stance word vectors .737, intents .735, n-grams of the message .748 where it had .733. All within chance, so they were left out, and intents are not read.',
  'Misspellings: one edit in names of six letters or more, two in those of nine, the first letter right. Ordinary words that are names, too (compass, orchard, a given name alone), count by what is around them.',
  'English. Spanish has nine messages in all: "otra agente", "inmobiliaria", "ya tengo agente" and estimates of a "página" are known, little else; no figures of its own. Other languages not at all.',
];

/** Writes into `folder`. */
export function trainMentionsInto(folder: URL, version: string, corpus: Corpus = readCorpus()): void {
  const training = trainMentions(sourcesOf(corpus));
  writeArtefact(folder, version, mentionArrays(training.fit([])));
  const card: MentionCard = {
    model: 'mentions',
    version,
    task: 'Which competitors a message of the lead speaks of (agents, brokerages, portals, cash buyers), how the lead stands to each, and whether it means to leave us for it.',
    method:
      'Candidates first: known names by exact alias or bounded edit distance, unknown names by how they are written (in small letters: rare words in company that lets them be names), nouns for somebody without a name. A multinomial logistic over hashed words, places and kinds of words around a candidate says what it stands for; two more of the same inputs say stance and switching. A name that means nothing else is taken without the model. Baseline: a lexicon.',
    data: mentionData(corpus),
    protocol:
      'Out of fold: four folds of whole leads; weights and threshold of each are fitted on the others only, nested. A mention is right where one of the same kind and the same competitor or name (case, "the" and possessives apart; none where nobody is named) is labelled. Stance and switching are of mentions rightly found. Intervals: 95 %, leads drawn with replacement. registered: the same, had a tenant registered the names that nobody knows. Held out: other leads, labelled after features, settings and lines for training were fixed.',
    settings: MENTION_SETTINGS,
    figures: evaluateMentions(training, readMentionLines().heldOut),
    limits: LIMITS,
  };
  writeFileSync(new URL('card.json', folder), `${JSON.stringify(card, null, 2)}\n`);
}

/**
 * The card beside the artefact.
 *
 * @param root with a folder `mentions/`
 * @throws StaleCardError that names what differs from what is here
 */
export function readMentionCard(root: URL, data: MentionCard['data']): MentionCard {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`mentions/${name}.json`, root), 'utf8'));
  const card = read('card') as MentionCard;
  const { version } = read('artefact') as { version: string };
  const differs = [
    card.data.sha256 === data.sha256 ? '' : '"data": it learned from other lines',
    JSON.stringify(card.settings) === JSON.stringify(MENTION_SETTINGS)
      ? ''
      : '"settings": the model is trained otherwise now',
    card.version === version ? '' : `"version": the artefact is ${version}, not ${card.version}`,
  ].find(Boolean);
  if (differs) throw new StaleCardError(`models/mentions/card.json is stale: field ${differs}`);
  return card;
}
