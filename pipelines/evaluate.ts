/** Cross-validated figures of every model beside its baseline. Nothing is cached: what is reported was just measured. */

import { openBackend } from '../models/backend.ts';
import { readAdded, readConversations, readMessages } from '../models/corpus/read-corpus.ts';
import { type Report, report } from '../models/evaluation/report.ts';
import { createTrainings } from '../models/evaluation/trainings.ts';

export interface EvaluateOptions {
  /** Told before each part: what, and how many of how many are done. */
  progress?: (part: string, done: number, of: number) => void;
}

export async function evaluate({ progress }: EvaluateOptions = {}): Promise<Report> {
  await openBackend();
  const trainings = createTrainings(readConversations(), readMessages(), readAdded());
  return report(trainings, async (part, done, of) => {
    progress?.(part, done, of);
    // Lets a terminal draw between parts, which are synchronous.
    await new Promise<void>((resolve) => setImmediate(resolve));
  });
}
