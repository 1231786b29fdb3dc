import { writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import { openBackend } from '../../models/backend.ts';
import { prepareCorpus } from '../../models/corpus/prepare-corpus.ts';
import { readAdded, readConversations, readMessages } from '../../models/corpus/read-corpus.ts';
import { alsoWithout } from '../../models/evaluation/cross-fit.ts';
import { trainIntents } from '../../models/intents/train.ts';
import { deepInputs } from '../../models/segments/model.ts';
import { AFTER_MESSAGES, momentAfter, trainSegments } from '../../models/segments/train.ts';

await openBackend();
const corpus = prepareCorpus(readConversations(), readMessages(), readAdded());
const training = trainSegments(corpus, trainIntents(corpus));
const fold = Number(process.argv[2]);
const train: any[] = [],
  test: any[] = [];
corpus.leads.forEach((lead, i) => {
  const ms = training.moments([fold], i);
  const bags = training.bags(alsoWithout([fold], lead.fold));
  if (lead.fold !== fold)
    for (const m of ms)
      train.push({
        inputs: deepInputs(bags, m.memory, m.features),
        segment: lead.segment,
        weight: 1 / ms.length,
        measured: lead.measured,
      });
  else if (lead.measured)
    AFTER_MESSAGES.forEach((c, j) => {
      const m = momentAfter(ms, c)!;
      test.push({ inputs: deepInputs(bags, m.memory, m.features), segment: lead.segment, column: j });
    });
});
writeFileSync(`/tmp/x/deep-${fold}.bin`, v8.serialize({ train, test }));
