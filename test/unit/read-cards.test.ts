/** Cards are believed only where they are of the corpus, the settings and the artefact that are here. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCorpus } from '../../models/corpus/read-corpus.ts';
import { type Folder, SETTINGS } from '../../models/evaluation/cards.ts';
import { reportOfCards, StaleCardError } from '../../models/evaluation/read-cards.ts';
import { corpusData } from '../../models/evaluation/trainings.ts';
import { readForecastCard } from '../../pipelines/evaluate.ts';

const models = join(import.meta.dirname, '../../models');
const folders = [...Object.keys(SETTINGS), 'forecast'];
const data = corpusData(readCorpus());
let copy: string;
let root: URL;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'doorstep-cards-'));
  root = pathToFileURL(`${copy}/`);
  for (const folder of folders) {
    mkdirSync(join(copy, folder));
    for (const name of ['card.json', 'artefact.json'])
      cpSync(join(models, folder, name), join(copy, folder, name));
  }
});
afterEach(() => rmSync(copy, { recursive: true }));

function change(
  folder: Folder | 'forecast',
  name: string,
  how: (json: Record<string, unknown>) => object,
): void {
  const path = join(copy, folder, name);
  writeFileSync(path, JSON.stringify(how(JSON.parse(readFileSync(path, 'utf8')))));
}
const staleness = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(StaleCardError);
    return (error as Error).message;
  }
  return 'fresh';
};

it('gives the report that training measured', () => {
  const report = reportOfCards(root, data);
  expect(report.data).toEqual(data);
  expect(report.intents.served.all.messages).toBeGreaterThan(5000);
  expect(report.segments.served.map(({ after }) => after)).toEqual(['1', '2', '4', '8', 'all']);
  const leads = Object.values(report.segments.confusion).flatMap((row) => Object.values(row));
  expect(leads.reduce((sum, count) => sum + count, 0)).toBe(data.conversations);
  expect(report.timing.map(({ group }) => group)).toContain('all five');
  expect(readForecastCard(root).figures.rivals.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ensemble', 'Kaplan–Meier', 'Cox', 'temporal', 'without market']),
  );
});

it.each<[string, Folder, string, (json: Record<string, unknown>) => object, RegExp]>([
  [
    'another corpus',
    'intents',
    'card.json',
    (card) => ({ ...card, data: { ...(card.data as object), sha256: 'f00' } }),
    /models\/intents\/card\.json is stale: field "data": the corpus is [0-9a-f]{12}, not f00/,
  ],
  ['other settings', 'segments', 'card.json', (card) => ({ ...card, settings: {} }), /segments.*"settings"/],
  [
    'another protocol',
    'optout',
    'card.json',
    (card) => ({ ...card, protocol: 'None.' }),
    /optout.*"protocol"/,
  ],
  [
    'another artefact',
    'next-event',
    'artefact.json',
    (artefact) => ({ ...artefact, version: 'own-1' }),
    /next-event.*"version": the artefact is own-1/,
  ],
  [
    'older code',
    'segments',
    'card.json',
    (card) => ({ ...card, figures: { served: [], measure: [], confusion: {} } }),
    /segments.*"figures": timing missing/,
  ],
])('refuses a card of %s', (_, folder, name, how, says) => {
  change(folder, name, how);
  expect(staleness(() => reportOfCards(root, data))).toMatch(says);
});

it('refuses an ensemble’s card of another world or another artefact', () => {
  change('forecast', 'artefact.json', (artefact) => ({ ...artefact, version: 'own-1' }));
  expect(staleness(() => readForecastCard(root))).toMatch(/forecast.*"version": the artefact is own-1/);
  change('forecast', 'card.json', (card) => ({ ...card, data: 'history.jsonl' }));
  expect(staleness(() => readForecastCard(root))).toMatch(/forecast.*"data" is "history\.jsonl"/);
});
