/** What nurturing is worth in a simulated world: how much it does alone, whom it calls, what it breaks, what it brings. */
import { leadOf } from '../policy/off-policy.ts';
import { type RatioEstimate, ratioEstimate } from '../policy/ratio-estimate.ts';
import { type Uplift, uplift } from '../policy/uplift.ts';
import { wilson } from '../similar/chance.ts';
import type { HeardMessage, LeadRun, NurturedRun } from '../simulator/nurtured-run.ts';
import { AUDITED, type Audited, auditSends, type Violation } from '../simulator/send-audit.ts';

/** A share with its 95 % interval (Wilson). */
export interface Share {
  count: number;
  of: number;
  share: number;
  low: number;
  high: number;
}

export interface NurturingFigures {
  seed: number;
  leads: number;
  days: number;
  entries: number;
  /** Calls of channels by purpose, and orders called back or refused before one. */
  sends: Record<string, number>;
  automation: {
    /** Of routine interactions: messages that no reason to call a person applies to and that ask for something, and follow-ups. */
    all: Share;
    messages: Share;
    answered: { engine: number; person: number; nobody: number };
    /** Of the engine's answers: those that only asked what was meant. */
    askedBack: number;
    followUps: { alone: number; approved: number };
    /** Median minutes from a routine message to the engine's answer. */
    minutesToAnswer: number;
  };
  escalation: {
    /** Planted lines that need a person, said while no person had the lead. */
    planted: Share;
    byReason: Record<string, Share>;
    /** Messages of the corpus whose labels need one. */
    labelled: Share;
    /** Of messages without a reason: how many a person was called for, and of planted ones that only look like it. */
    falseAlarms: Share;
    plantedRoutine: Share;
  };
  violations: Record<Audited, number>;
  examples: Violation[];
  uplift: Uplift;
  rewards: RatioEstimate & { decisions: number };
  outcomes: {
    optedOut: Share;
    converted: Share;
    messagesALead: number;
    /** Of leads that opted out: those the engine heard; of the others: those it took to have done so. */
    optOutsHeard: Share;
    silencedWrongly: Share;
  };
  policies: NurturedRun['policies'];
  dead: number;
}

const DAY = 86_400_000;
/** Days after arrival in which a lead that does anything counts as having replied; from the first week's end. */
export const REPLY_DAYS = { from: 7, to: 30 };
/** An answer later than this is none; messages of the last such stretch are not judged. */
const ANSWERED_WITHIN_MS = 2 * DAY;

export function nurturingFigures(
  run: NurturedRun,
  audit: Parameters<typeof auditSends>[2],
): NurturingFigures {
  const truths = new Map(run.leads.map(({ lead, truth }) => [lead, truth]));
  const violations = auditSends(run.sent, truths, audit);
  const treated = run.leads.filter(({ truth }) => !truth.holdout);
  return {
    ...{ seed: run.seed, leads: run.leads.length, days: run.days, entries: run.entries },
    sends: { ...countBy(run.sent, ({ purpose }) => purpose), withheld: run.withheld },
    automation: automationOf(run),
    escalation: escalationOf(run.heard),
    violations: Object.fromEntries(
      AUDITED.map((rule) => [rule, violations.filter((violation) => violation.rule === rule).length]),
    ) as Record<Audited, number>,
    examples: violations.slice(0, 5),
    uplift: upliftOf(run),
    rewards: rewardsOf(run),
    outcomes: {
      optedOut: shareOf(treated, ({ optedOut }) => optedOut),
      converted: shareOf(treated, ({ everConverts }) => everConverts),
      messagesALead: treated.reduce((sum, { messages }) => sum + messages, 0) / treated.length,
      optOutsHeard: shareOf(
        run.leads.filter(({ optedOut }) => optedOut),
        ({ silenced }) => silenced,
      ),
      silencedWrongly: shareOf(
        run.leads.filter(({ optedOut }) => !optedOut),
        ({ silenced }) => silenced,
      ),
    },
    policies: run.policies,
    dead: run.dead.length,
  };
}

export function shareOf<T>(cases: readonly T[], is: (one: T) => boolean): Share {
  const count = cases.filter(is).length;
  const [low, high] = wilson(count, cases.length);
  return { count, of: cases.length, share: count / cases.length, low, high };
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

const isRoutine = ({ reasons, asks, withPerson, optsOut }: HeardMessage): boolean =>
  asks && reasons.length === 0 && !withPerson && !optsOut;

function automationOf({ heard, sent, approved, leads }: NurturedRun): NurturingFigures['automation'] {
  const last = heard.reduce((latest, { at }) => Math.max(latest, at), 0) - ANSWERED_WITHIN_MS;
  const stopped = new Map(leads.map(({ lead, truth }) => [lead, truth.optedOutAt]));
  const routine = heard.filter(
    (message) => isRoutine(message) && message.at <= last && message.at < stopped.get(message.lead)!,
  );
  const by = (who: HeardMessage['answeredBy']) => routine.filter((message) => answererOf(message) === who);
  const answered = { engine: by('engine').length, person: by('person').length, nobody: by('nobody').length };
  const followed = sent.filter(({ purpose }) => purpose !== 'reply').length;
  const followUps = { alone: followed - Math.min(followed, approved), approved };
  const steps = [
    ...routine.map((message) => answererOf(message) === 'engine'),
    ...Array.from({ length: followUps.alone }, () => true),
    ...Array.from({ length: followUps.approved }, () => false),
  ];
  const waits = by('engine').map(({ at, answeredAt }) => (answeredAt - at) / 60_000);
  return {
    all: shareOf(steps, (alone) => alone),
    messages: shareOf(routine, (message) => answererOf(message) === 'engine'),
    askedBack: by('engine').filter(({ askedBack }) => askedBack).length,
    ...{ answered, followUps, minutesToAnswer: median(waits) },
  };
}

const answererOf = ({ at, answeredAt, answeredBy }: HeardMessage): HeardMessage['answeredBy'] =>
  answeredAt - at <= ANSWERED_WITHIN_MS ? answeredBy : 'nobody';

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function escalationOf(heard: readonly HeardMessage[]): NurturingFigures['escalation'] {
  const free = heard.filter(({ withPerson, optsOut }) => !withPerson && !optsOut);
  const called = ({ escalated }: HeardMessage): boolean => escalated !== undefined;
  const planted = free.filter((message) => message.planted && message.planted !== 'routine');
  const reasons = [...new Set(planted.map((message) => message.planted!))].sort();
  return {
    planted: shareOf(planted, called),
    byReason: Object.fromEntries(
      reasons.map((reason) => [
        reason,
        shareOf(
          planted.filter((message) => message.planted === reason),
          called,
        ),
      ]),
    ),
    labelled: shareOf(
      free.filter((message) => message.planted === undefined && message.reasons.length > 0),
      called,
    ),
    falseAlarms: shareOf(
      free.filter(({ reasons: why, planted: as }) => why.length === 0 && as === undefined),
      called,
    ),
    plantedRoutine: shareOf(
      free.filter((message) => message.planted === 'routine'),
      called,
    ),
  };
}

/** Whether the lead did anything in the weeks after its first, which is asked of both arms alike. */
const repliedTo = ({ arrivedAt, wroteAt }: LeadRun): boolean =>
  wroteAt.some((at) => at >= arrivedAt + REPLY_DAYS.from * DAY && at < arrivedAt + REPLY_DAYS.to * DAY);

/** Of leads that were there for all of those weeks; conversions are counted to each lead's end. */
export function upliftOf({ leads, days }: Pick<NurturedRun, 'leads' | 'days'>): Uplift {
  const first = leads.reduce(
    (earliest, { arrivedAt }) => Math.min(earliest, arrivedAt),
    Number.POSITIVE_INFINITY,
  );
  const until = first + (days - REPLY_DAYS.to) * DAY;
  const followed = leads.filter(({ arrivedAt }) => arrivedAt <= until);
  const outcomes = (holdout: boolean) =>
    followed
      .filter(({ truth }) => truth.holdout === holdout)
      .map((lead) => ({ converted: lead.everConverts, replied: repliedTo(lead) }));
  return uplift(outcomes(false), outcomes(true));
}

export function rewardsOf({
  decisions,
}: Pick<NurturedRun, 'decisions'>): RatioEstimate & { decisions: number } {
  const judged = decisions.filter(({ reward }) => reward !== undefined);
  const estimate = ratioEstimate(
    judged.map(({ reward }) => reward!),
    new Float64Array(judged.length).fill(1),
    judged.map(leadOf),
  );
  return { decisions: judged.length, ...estimate };
}
