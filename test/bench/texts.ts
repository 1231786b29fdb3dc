/** Message texts of the corpus, in a random order that a seed fixes. */
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';

export function createTexts(seed: number): () => string {
  const random = createRandom(seed);
  const texts = readConversations().flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'message' && event.from === 'lead' ? [event.text] : [])),
  );
  return () => texts[Math.floor(random() * texts.length)]!;
}
