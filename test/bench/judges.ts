/** What a judgement costs: one lead, and batches of 64 and 256, after short and long conversations. */

import { readConversations } from '../../models/corpus/read-corpus.ts';
import type {
  FeatureEvent,
  ForecastQuestion,
  Judges,
  SegmentMemory,
  TextReading,
} from '../../models/judges.ts';
import { loadJudges } from '../../models/load-judges.ts';

interface Standing {
  memory: SegmentMemory;
  features: Float32Array;
  question: ForecastQuestion;
  reading: TextReading;
}

/** ms a batch. */
export interface BatchCost {
  batch: number;
  forecast: { p50: number; p99: number };
  segments: { p50: number; p99: number };
}

export interface JudgesReport {
  backend: string;
  /** ms a message. */
  intents: { p50: number; p99: number };
  optOut: { p50: number; p99: number };
  batches: BatchCost[];
  /** Cost of a forecast after a conversation 100 times as long, against one read once. */
  historyRatio: number;
}

const BATCHES = [1, 64, 256] as const;
const LEADS = 256;
const WARM = 300;
const RUNS = 2000;
const LONG = 100;

export async function measureJudges(): Promise<JudgesReport> {
  const judges = await loadJudges();
  const once = standings(judges, 1);
  const long = standings(judges, LONG, 8);
  const texts = leadTexts();
  const batches = BATCHES.map((batch): BatchCost => {
    const pick = (i: number) => Array.from({ length: batch }, (_, k) => once[(i + k) % once.length]!);
    return {
      batch,
      forecast: timed(Math.ceil(RUNS / batch) + 50, (i) =>
        judges.forecast.predict(pick(i).map((s) => s.question)),
      ),
      segments: timed(Math.ceil(RUNS / batch) + 50, (i) => judges.segments.predict(pick(i))),
    };
  });
  const alone = (all: Standing[]) =>
    timed(RUNS, (i) => judges.forecast.predict([all[i % all.length]!.question])).p50;
  return {
    backend: judges.backend,
    optOut: timed(RUNS, (i) => judges.optOut.hear(texts[i % texts.length]!, 'sms')),
    intents: timed(RUNS, (i) => judges.intents.predict([once[i % once.length]!.reading])),
    batches,
    historyRatio: alone(long) / alone(once.slice(0, long.length)),
  };
}

const leadTexts = (): string[] =>
  readConversations().flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'message' && event.from === 'lead' ? [event.text] : [])),
  );

/** Leads of the corpus after all they said, `times` over. */
export function standings(judges: Judges, times: number, leads = LEADS): Standing[] {
  return readConversations()
    .slice(0, leads)
    .map(({ events, start, timezone }) => {
      let features = judges.features.initial();
      let memory = judges.segments.initial();
      let [recalled] = [judges.forecast.initial()];
      let reading = judges.readText('Hello', 0, timezone);
      let at = Date.parse(start);
      for (let round = 0; round < times; round++) {
        const from = at;
        for (const event of events) {
          at = from + event.at * 60_000;
          const seen: FeatureEvent = { at, kind: event.type, timezone };
          if (event.type === 'activity') seen.activity = event.activity;
          else {
            seen.from = event.from;
            seen.channel = event.channel;
            reading = judges.readText(event.text, at, timezone);
            memory = judges.segments.observe(memory, reading, event.from);
            seen.reading = reading;
            if (event.from === 'lead') seen.intents = judges.intents.predict([reading])[0]!;
          }
          features = judges.features.observe(features, seen);
          recalled = judges.forecast.observe([{ memory: recalled, event: seen }])[0]!;
        }
      }
      const vector = judges.features.vector(features, at);
      return { memory, features: vector, question: { memory: recalled, features, at }, reading };
    });
}

function timed(runs: number, work: (i: number) => unknown): { p50: number; p99: number } {
  for (let i = 0; i < Math.min(WARM, runs); i++) work(i);
  const times = new Float64Array(runs);
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    work(i);
    times[i] = performance.now() - start;
  }
  times.sort();
  return { p50: times[runs >> 1]!, p99: times[Math.floor(0.99 * runs)]! };
}
