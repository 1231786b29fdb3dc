/**
 * The one gate: nothing is sent that it does not allow. It is asked when something is decided, and again at the moment
 * of sending, for what was allowed an hour ago may not be now.
 */
import { localMinutes } from '../local-time.ts';
import { AREA_CODES_VERSION } from './area-codes.ts';
import type { GateEvidence, GateQuestion, GateRefusal, GateVerdict, Rule } from './gate-question.ts';
import { locate } from './locate.ts';
import { QUIET_HOURS_VERSION } from './open-hours.ts';
import { consentBasis, noConsent } from './rules/consent-basis.ts';
import { capsUsed, frequencyCaps } from './rules/frequency-caps.ts';
import {
  approved,
  autonomyAllows,
  channelWindow,
  closed,
  doNotContact,
  fairHousing,
  heldOut,
  killSwitch,
  noAddress,
  optedOut,
  suppressedAddress,
  withPerson,
} from './rules/standing.ts';
import { agentTalking, quietHours } from './rules/time-bound.ts';

/** In the order a refusal names them: what stands first, what passes by waiting last. */
const RULES: readonly Rule[] = [
  killSwitch,
  closed,
  optedOut,
  doNotContact,
  suppressedAddress,
  noAddress,
  noConsent,
  heldOut,
  autonomyAllows,
  approved,
  withPerson,
  fairHousing,
  channelWindow,
  agentTalking,
  frequencyCaps,
  quietHours,
];
/** Each round waits for the latest of what forbids; two or three do, for quiet hours are the only ones to come back. */
const ROUNDS = 8;

/**
 * Whether a message may be sent at `question.at`. A refusal names the first rule that forbids; its `until` is the
 * earliest moment at which, everything else as it is, all rules would allow it, and is absent where waiting is not
 * enough.
 */
export function gate(question: GateQuestion): GateVerdict {
  const refusals = ask(question);
  const [first] = refusals;
  if (!first) return { allow: true, evidence: evidenceOf(question) };
  const until = allowedFrom(question, refusals);
  return {
    allow: false,
    refusal: { rule: first.rule, why: first.why, ...(until !== undefined && { until }) },
  };
}

/** All that forbid, up to the first for which waiting is no help. */
function ask(question: GateQuestion): GateRefusal[] {
  const refusals: GateRefusal[] = [];
  for (const rule of RULES) {
    const refusal = rule(question);
    if (!refusal) continue;
    refusals.push(refusal);
    if (refusal.until === undefined) break;
  }
  return refusals;
}

function allowedFrom(question: GateQuestion, refused: GateRefusal[]): number | undefined {
  let refusals = refused;
  let at = question.at;
  for (let round = 0; round < ROUNDS; round++) {
    if (refusals.length === 0) return at;
    at = refusals.reduce((latest, { until }) => Math.max(latest, until ?? Number.POSITIVE_INFINITY), at);
    if (!Number.isFinite(at)) return undefined;
    refusals = ask({ ...question, at });
  }
  return undefined;
}

/** For the receipt. Only of what is allowed: then there is a basis. */
function evidenceOf(question: GateQuestion): GateEvidence {
  const { at, contact, settings, action, fairHousing: judged } = question;
  const { evidence, zones, states } = locate(contact);
  const campaign = settings.campaigns[action.channel]?.id;
  return {
    consent: consentBasis(question)!,
    location: {
      evidence,
      zones: [...zones],
      states: [...states],
      localTimes: zones.map((zone) => clock(localMinutes(at, zone)!)),
    },
    rules: {
      'quiet-hours': QUIET_HOURS_VERSION,
      'area-codes': AREA_CODES_VERSION,
      settings: String(settings.version),
    },
    caps: capsUsed(question),
    ...(campaign !== undefined && { campaign }),
    contentHash: action.contentHash,
    fairHousing: judged ? { p: judged.p, class: judged.class } : { p: 0, class: 'not judged' },
    approver: action.approvedBy || 'automatic',
  };
}

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
