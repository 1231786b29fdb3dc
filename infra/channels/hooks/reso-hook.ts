/** Webhooks of a RESO server (RCP-28): that something changed, up to which number of its log. */
import { NOTICE_CHECKER, sequenceOf } from '../../../schemas/reso.ts';
import type { Problem } from '../../../schemas/words.ts';

export interface ResoNotice {
  events: number;
  /** The highest number among them. */
  sequence: number;
}

/** @param body parsed JSON in RESO Common Format: one EntityEvent, or several as `value` */
export function readReso(body: unknown): ResoNotice | { problem: Problem } {
  if (!NOTICE_CHECKER.is(body)) return { problem: NO_NOTICE };
  const events = 'value' in body ? body.value : [body];
  return {
    events: events.length,
    sequence: events.reduce((most, one) => Math.max(most, sequenceOf(one)), 0),
  };
}

const NO_NOTICE: Problem = {
  field: '(body)',
  message: 'is no EntityEvent',
  fix: 'Send EntityEventSequence, ResourceName and ResourceRecordKey, or an array of them as value (RCP-28)',
};
