/** An entry of a shard's actions to the order it holds. */
import { drop, type Outcome, pass, reject } from '../schemas/flow.ts';
import { SendOrder } from '../schemas/nurture.ts';
import { checker } from '../schemas/words.ts';
import { decodeJson } from './decode-json.ts';
import { isRecord, sayProblem } from './receipt.ts';

const ORDER = checker(SendOrder);
const STEP = 'dispatch';

/** Drops what is no order: decisions, receipts and the like. @param body the field `body`, JSON bytes as they came */
export function decodeOrder(body: Uint8Array): Outcome<SendOrder> {
  const json = decodeJson(body, STEP);
  if (json.kind !== 'pass') return json;
  if (!isRecord(json.value) || json.value.kind !== 'send') return drop('not an order');
  const problem = ORDER.check(json.value);
  return problem ? reject(STEP, sayProblem(problem)) : pass(json.value as unknown as SendOrder);
}
