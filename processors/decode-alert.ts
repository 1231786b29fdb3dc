/** An entry of a shard's alerts to the step of an alert that it holds. */
import { CompetitiveAlert } from '../schemas/competition.ts';
import { drop, type Outcome, pass, reject } from '../schemas/flow.ts';
import { checker } from '../schemas/words.ts';
import { decodeJson } from './decode-json.ts';
import { isRecord, sayProblem } from './receipt.ts';

const ALERT = checker(CompetitiveAlert);
const STEP = 'notify';

/** Drops what is no alert: mentions, signals and the like. @param body the field `body`, JSON bytes as they came */
export function decodeAlert(body: Uint8Array): Outcome<CompetitiveAlert> {
  const json = decodeJson(body, STEP);
  if (json.kind !== 'pass') return json;
  if (!isRecord(json.value) || json.value.kind !== 'alert') return drop('not an alert');
  const problem = ALERT.check(json.value);
  return problem ? reject(STEP, sayProblem(problem)) : pass(json.value as unknown as CompetitiveAlert);
}

/** Whether somebody has to hear of this step even where no socket is open: it is critical, and new, anew or unseen. */
export const mustBeTold = ({ level, step, from }: CompetitiveAlert): boolean =>
  level === 'critical' &&
  (step === 'raised' || step === 'escalated' || (step === 'grown' && from !== 'critical'));
