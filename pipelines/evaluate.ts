/** Cross-validated figures of every model beside its baseline. Nothing is cached: what is reported was just measured. */
import { writeFileSync } from 'node:fs';
import { openBackend } from '../models/backend.ts';
import { readAdded, readConversations, readMessages } from '../models/corpus/read-corpus.ts';
import { type Report, report } from '../models/evaluation/report.ts';
import { createTrainings } from '../models/evaluation/trainings.ts';
import { reportPage } from './report-page.ts';

export interface EvaluateOptions {
  /** File that gets the page with pictures; none where absent. */
  page?: string;
  /** Told before each part: what, and how many of how many are done. */
  progress?: (part: string, done: number, of: number) => void;
}

export async function evaluate({ page, progress }: EvaluateOptions = {}): Promise<Report> {
  await openBackend();
  const trainings = createTrainings(readConversations(), readMessages(), readAdded());
  const tell = async (part: string, done: number, of: number) => {
    progress?.(part, done, of);
    // Lets a terminal draw between parts, which are synchronous.
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const figures = await report(trainings, tell);
  if (page !== undefined) writeFileSync(page, await reportPage(figures, (part) => tell(part, 4, 5)));
  return figures;
}
