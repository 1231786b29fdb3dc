/**
 * Fair housing of a text to a lead. It is asked when a text is made and again when it goes out; mostly nothing has
 * changed in between, and the same judge says the same of the same words.
 */
import { createHash } from 'node:crypto';
import type { FairHousingJudge, FairHousingVerdict } from '../../models/judges.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { withoutNames } from './without-names.ts';

/** A verdict with what it is of. */
export interface JudgedText {
  /** SHA-256, base64, of the words that were judged: names left out, so that another name is another text. */
  hash: string;
  /** Version of the judge. */
  by: string;
  verdict: FairHousingVerdict;
}

/** @param known an earlier verdict, which stands if it is this judge's and of these words */
export function judgeText(
  turn: Pick<FollowUpTurn, 'state' | 'desk'>,
  { subject, body }: { subject: string; body: string },
  judge: FairHousingJudge,
  known?: JudgedText,
): JudgedText {
  const text = withoutNames(turn, `${subject}\n${body}`);
  const hash = createHash('sha256').update(text).digest('base64');
  if (known && known.by === judge.version && known.hash === hash) return known;
  return { hash, by: judge.version, verdict: judge.judge(text) };
}
