/** A brokerage's history from its files, and who reads the texts in it. */
import { readText } from '../models/features/read-text.ts';
import type { Readers } from '../models/forecast/replay-history.ts';
import { type History, parseHistory } from '../models/history/history.ts';
import { loadIntentJudge } from '../models/intents/model.ts';
import { parseJson, readLines } from './read-lines.ts';

/** A line that can't be used: which one, and why. */
export class HistoryError extends Error {}

export interface HistoryFiles {
  /** LeadEvents of one brokerage, JSON Lines. */
  events: string;
  /** MarketEvents, JSON Lines. */
  market?: string;
}

/** Rejects with {@link HistoryError} at the first line that is no event. */
export async function readHistory({ events, market }: HistoryFiles): Promise<History> {
  const leadLines = await jsonLines(events);
  const marketLines = market === undefined ? [] : await jsonLines(market);
  if (leadLines.length === 0) throw new HistoryError(`${events} holds no events`);
  try {
    return parseHistory(leadLines, marketLines);
  } catch (error) {
    throw new HistoryError((error as Error).message);
  }
}

export async function jsonLines(path: string): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { number, text } of readLines(path)) {
    const value = parseJson(text);
    if (value === undefined) throw new HistoryError(`${path}:${number} is not JSON`);
    values.push(value);
  }
  return values;
}

export type TextReaders = Readers;

export const runningReaders = (intents: Readers['intents']): Readers => ({ readText, intents });

/** With the intents that come with Doorstep. */
export const historyReaders = (): Readers => runningReaders(loadIntentJudge());
