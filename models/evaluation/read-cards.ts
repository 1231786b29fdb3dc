/** The report as the models' cards keep it since they were trained; refused where a card is not of what is here now. */
import { readFileSync } from 'node:fs';
import { type Card, type Folder, SETTINGS } from './cards.ts';
import { PROTOCOL, type Report } from './report.ts';
import type { CorpusData } from './trainings.ts';

/** A card that was written for another corpus, other settings or another artefact: which, and what differs. */
export class StaleCardError extends Error {}

/** What a card must have of figures, so that one written by older code is known. */
const FIGURES: Record<Folder, readonly string[]> = {
  intents: ['served', 'measure', 'perIntent'],
  optout: ['recall', 'precision', 'corpus'],
  escalation: ['planted', 'heldOut', 'corpus'],
  segments: ['served', 'measure', 'confusion', 'timing'],
  'forecast-baseline': ['brier', 'concordance', 'coverage', 'calibration'],
  'next-event': ['logLoss', 'top1', 'top2'],
  prebake: ['kept', 'corpus', 'simulated'],
};

const FOLDERS = Object.keys(SETTINGS) as Folder[];
const readJson = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * @param root with one folder a model, as `doorstep train` writes it
 * @param data of the corpus as it is now
 * @throws StaleCardError that names the card and what differs
 */
export function reportOfCards(root: URL, data: CorpusData): Report {
  const figures = Object.fromEntries(FOLDERS.map((folder) => [folder, figuresOf(root, folder, data)]));
  const { timing, ...segments } = figures.segments as Report['segments'] & Pick<Report, 'timing'>;
  return {
    ...{ protocol: PROTOCOL, data, segments, timing },
    intents: figures.intents as Report['intents'],
    optOut: figures.optout as Report['optOut'],
    escalation: figures.escalation as Report['escalation'],
    forecast: figures['forecast-baseline'] as Report['forecast'],
    nextEvent: figures['next-event'] as Report['nextEvent'],
    prebake: figures.prebake as Report['prebake'],
  };
}

function figuresOf(root: URL, folder: Folder, data: CorpusData): object {
  const card = readJson(new URL(`${folder}/card.json`, root)) as Card;
  const artefact = readJson(new URL(`${folder}/artefact.json`, root)) as { version: string };
  const missing = FIGURES[folder].filter((name) => !(name in card.figures));
  const differs = [
    same(card.data, data)
      ? ''
      : `"data": the corpus is ${data.sha256.slice(0, 12)}, not ${card.data.sha256.slice(0, 12)}`,
    same(card.settings, SETTINGS[folder]) ? '' : '"settings": the model is trained otherwise now',
    same(card.protocol, PROTOCOL) ? '' : '"protocol": it was measured otherwise',
    card.version === artefact.version
      ? ''
      : `"version": the artefact is ${artefact.version}, not ${card.version}`,
    missing.length === 0 ? '' : `"figures": ${missing.join(', ')} missing`,
  ].find(Boolean);
  if (differs) throw new StaleCardError(`models/${folder}/card.json is stale: field ${differs}`);
  return card.figures;
}
