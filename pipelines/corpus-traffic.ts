/**
 * The corpus as traffic without end: conversations side by side, their starts shuffled, every round with fresh
 * leads. The same seed gives the same order.
 */
import type { LeadEvent } from '../schemas/lead-event.ts';
import { convertConversation, type Transcript } from './convert.ts';
import { shortenWaits } from './shorten-waits.ts';

export interface TrafficOptions {
  transcripts: readonly Transcript[];
  seed: number;
  /** Makes this run's leads others than the last one's. */
  run: string;
  /** Conversations going on at once. */
  concurrent: number;
  /** Epoch ms: no event is later than this. */
  now(): number;
}

export function* corpusTraffic(options: TrafficOptions): Generator<LeadEvent, never> {
  const random = createRandom(options.seed);
  const waiting = conversations(options, random);
  const open: LeadEvent[][] = [];
  for (;;) {
    while (open.length < options.concurrent) open.push(waiting.next().value);
    const pick = Math.floor(random() * open.length);
    const conversation = open[pick]!;
    yield conversation.shift()!;
    if (!conversation.length) open.splice(pick, 1);
  }
}

function* conversations(
  { transcripts, run, now }: TrafficOptions,
  random: () => number,
): Generator<LeadEvent[], never> {
  for (let round = 1; ; round++) {
    for (const transcript of shuffled(transcripts, random)) {
      yield convertConversation(shortenWaits(transcript), { salt: `${run}/${round}`, endsBy: now() });
    }
  }
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** Mulberry32 (Tommy Ettinger, 2017): numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
