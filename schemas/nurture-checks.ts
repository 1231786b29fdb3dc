/** Whether something on the actions stream is what its kind says. Apart from the words, which the console reads too. */
import {
  ActionReceipt,
  ApprovalRequest,
  DecisionOutcome,
  Escalation,
  NurtureChange,
  NurtureDecision,
  type NurtureRecord,
  SendOrder,
} from './nurture.ts';
import { type Checker, checker } from './words.ts';

const CHECKERS: Record<NurtureRecord['kind'], Checker<NurtureRecord>> = {
  decision: checker(NurtureDecision),
  send: checker(SendOrder),
  approval_request: checker(ApprovalRequest),
  receipt: checker(ActionReceipt),
  escalation: checker(Escalation),
  outcome: checker(DecisionOutcome),
  change: checker(NurtureChange),
};

/** Never throws. */
export function isNurtureRecord(value: { kind?: unknown }): value is NurtureRecord {
  const { kind } = value;
  return (
    typeof kind === 'string' &&
    Object.hasOwn(CHECKERS, kind) &&
    CHECKERS[kind as NurtureRecord['kind']].is(value)
  );
}
