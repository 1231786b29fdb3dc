import { openBackend } from '../../models/backend.ts';
import { prepareCorpus } from '../../models/corpus/prepare-corpus.ts';
import { readAdded, readConversations, readMessages } from '../../models/corpus/read-corpus.ts';
import { trainIntents } from '../../models/intents/train.ts';
import { openDeep } from '../../models/segments/deep.ts';
import { deepInputs } from '../../models/segments/model.ts';
import { AFTER_MESSAGES, momentAfter, trainSegments } from '../../models/segments/train.ts';
import { DEEP_SETTINGS } from '../../models/segments/train-deep.ts';

Object.assign(DEEP_SETTINGS, JSON.parse(process.argv[2] ?? '{}'));
console.error(await openBackend());
const corpus = prepareCorpus(readConversations(), readMessages(), readAdded());
const t0 = performance.now();
const say = (s: string) => console.error(Math.round((performance.now() - t0) / 1000), s);
const training = trainSegments(corpus, trainIntents(corpus));
const fold = 0;
const model = training.fit([fold]);
say('fitted');
const deep = openDeep(model.deep);
const right = AFTER_MESSAGES.map(() => 0),
  r3 = AFTER_MESSAGES.map(() => 0);
let n = 0;
corpus.leads.forEach((lead, i) => {
  if (lead.fold !== fold || !lead.measured) return;
  n++;
  const ms = training.moments([fold], i);
  AFTER_MESSAGES.forEach((c, j) => {
    const m = momentAfter(ms, c)!;
    const [p] = deep.predict([deepInputs(model, m.memory, m.features)]);
    const order = [...p!.keys()].sort((a, b) => p![b]! - p![a]!);
    if (order[0] === lead.segment) right[j]!++;
    if (order.slice(0, 3).includes(lead.segment)) r3[j]!++;
  });
});
console.log(
  process.argv[2] ?? '',
  right.map((r) => (r / n).toFixed(3)).join(' '),
  '| top3',
  r3.map((r) => (r / n).toFixed(3)).join(' '),
  [...model.deep.trust].map((x) => x.toFixed(2)).join(' '),
  n,
);
