/** Real single messages of the corpus as features and segments see them; no segment was learned from any of them. */
import { prepareCorpus } from '../corpus/prepare-corpus.ts';
import { readMessages } from '../corpus/read-corpus.ts';
import type { Judges, TextReading } from '../judges.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import type { Views } from './views.ts';

/** English messages beside each Spanish or mixed one. */
const ENGLISH = 4;

export interface SeenMessage {
  views: Views;
  /** Spanish, or both languages. */
  spanish: boolean;
}

export function seeMessages(
  judges: Pick<Judges, 'features' | 'intents' | 'segments'>,
  seed: number,
): SeenMessage[] {
  const readings = prepareCorpus([], readMessages(), []).messages.map(({ reading }) => reading);
  const random = seededRandom(seed);
  const spanish = readings.filter(({ language }) => language === 'es' || language === 'mixed');
  const english = shuffled(
    readings.filter(({ language }) => language === 'en'),
    random,
  ).slice(0, ENGLISH * spanish.length);
  return shuffled([...spanish, ...english], random).map((reading) => ({
    views: messageViews(judges, reading),
    spanish: reading.language !== 'en',
  }));
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = Int32Array.from(items, (_, i) => i);
  shuffle(order, random);
  return Array.from(order, (i) => items[i]!);
}

function messageViews(
  { features, intents, segments }: Pick<Judges, 'features' | 'intents' | 'segments'>,
  reading: TextReading,
): Views {
  const event = { at: 0, kind: 'message', from: 'lead', channel: 'sms', reading } as const;
  const state = features.observe(features.initial(), { ...event, intents: intents.predict([reading])[0]! });
  const all = features.vector(state, 0);
  const memory = segments.observe(segments.initial(), reading, 'lead');
  return {
    features: all,
    segments: segments.predict([{ memory, features: all }])[0]!,
  };
}
