/** Writes down what happens in a run: what is true as it reaches the log, and what the engine makes of it. */
import { UNCLEAR } from '../../models/content/bank.ts';
import { inHoldout } from '../../models/policy/holdout.ts';
import type { HeardMessage, LeadRun } from '../../models/simulator/nurtured-run.ts';
import type { LeadTruth } from '../../models/simulator/send-audit.ts';
import type { NurtureDecision, NurtureRecord, SendOrder } from '../../schemas/nurture.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import { type Arm, armId, type DecisionRecord, NO_TOUCH } from '../../schemas/policy.ts';
import { TENANT } from './brokerage.ts';
import type { LeadDeed, Person } from './person.ts';
import type { Meaning } from './spoken.ts';

const HOUR = 3_600_000;
const NEVER = Number.POSITIVE_INFINITY;

interface Known extends LeadRun {
  truth: LeadTruth & {
    withPerson: { from: number; to: number }[];
    wrote: { at: number; channel: HeardMessage['channel'] }[];
  };
  /** Its messages, and those that wait for an answer. */
  said: HeardMessage[];
  open: HeardMessage[];
  /** The engine has called a person that has not come yet. */
  called: boolean;
}

export interface Recorder {
  leads: Known[];
  heard: HeardMessage[];
  decisions: DecisionRecord[];
  approved: number;
  /** An event reached the log at `at`. */
  event(person: Person, event: LeadDeed | { type: string; at: number }, at: number, meaning?: Meaning): void;
  said(record: NurtureRecord, person: Person): void;
  /** A message of the engine reached the lead. */
  reached(person: Person, order: SendOrder, at: number): void;
}

export function createRecorder(settings: NurtureSettings): Recorder {
  const leads: Known[] = [];
  const byDecision = new Map<string, DecisionRecord>();
  const recorder: Recorder = {
    ...{ leads, heard: [], decisions: [], approved: 0 },
    event(person, event, at, meaning) {
      const known = knownOf(person, at);
      const { truth } = known;
      switch (event.type) {
        case 'message':
          if ((event as { from?: string }).from === 'lead')
            leadWrote(known, event as LeadDeed, at, meaning, person);
          else personWrote(known, at, event.at);
          return;
        case 'activity':
          known.wroteAt.push(at);
          if (BOOKED.has((event as { activity: string }).activity))
            truth.transactionAt = Math.min(truth.transactionAt, at);
          return;
        case 'outcome': {
          const { result } = event as { result?: string };
          if (result === 'opted_out') optedOut(known, at);
          if (result === 'converted') known.convertedAt = Math.min(known.convertedAt, at);
          return;
        }
        case 'takeover':
          known.called = false;
          truth.withPerson.push({ from: at, to: NEVER });
          return;
        case 'handback':
          for (const span of truth.withPerson) span.to = Math.min(span.to, at);
      }
    },
    said(record, person) {
      const known = leads[person.index]!;
      if (record.kind === 'escalation' && record.level === 1) {
        known.called = true;
        const at = Date.parse(record.at);
        const then = known.said.filter((message) => message.at === at);
        const cause = then.find(({ reasons }) => reasons.length > 0) ?? then[0];
        if (cause) cause.escalated = record.reason;
      } else if (record.kind === 'decision' && record.mode !== 'rule') decided(record);
      else if (record.kind === 'outcome') {
        const decision = byDecision.get(`${record.lead}/${record.decision}`);
        if (decision) decision.reward = record.reward;
      } else if (record.kind === 'change' && record.to === 'opted_out') known.silenced = true;
      else if (record.kind === 'change' && record.change === 'opt_out_withdrawn') known.silenced = false;
      else if (record.kind === 'receipt' && record.approver !== 'automatic') recorder.approved++;
    },
    reached(person, order, at) {
      if (order.purpose === 'reply') close(leads[person.index]!, at, 'engine', asksBack(order));
    },
  };

  function knownOf({ index, lead, contact }: Person, at: number): Known {
    leads[index] ??= {
      ...{
        lead,
        arrivedAt: at,
        messages: 0,
        wroteAt: [],
        optedOut: false,
        silenced: false,
        convertedAt: NEVER,
        everConverts: false,
      },
      ...{ said: [], open: [], called: false },
      truth: {
        contact,
        holdout: inHoldout(TENANT, lead, settings.holdout.share, settings.holdout.salt),
        ...{ optedOutAt: NEVER, withPerson: [], wrote: [], transactionAt: NEVER },
      },
    };
    return leads[index];
  }

  function leadWrote(
    known: Known,
    event: LeadDeed,
    at: number,
    meaning: Meaning | undefined,
    person: Person,
  ) {
    const { channel, text } = event as Extract<LeadDeed, { type: 'message' }>;
    const { reasons = [], asks = false, planted, optsOut = false } = meaning ?? {};
    known.truth.wrote.push({ at, channel });
    known.wroteAt.push(at);
    known.messages++;
    const withPerson = person.tended || known.called || known.truth.withPerson.some(({ to }) => to > at);
    const message: HeardMessage = {
      ...{
        lead: known.lead,
        at,
        channel,
        text,
        reasons,
        asks,
        planted,
        optsOut,
        withPerson,
        escalated: undefined,
      },
      ...{ answeredAt: NEVER, answeredBy: 'nobody', askedBack: false },
    };
    recorder.heard.push(message);
    known.said.push(message);
    known.open.push(message);
    if (optsOut) optedOut(known, at);
  }

  function personWrote(known: Known, at: number, said: number): void {
    close(known, at, 'person', false);
    known.truth.withPerson.push({ from: at, to: said + settings.silentHoursAfterAgent * HOUR });
  }

  function optedOut(known: Known, at: number): void {
    known.optedOut = true;
    known.truth.optedOutAt = Math.min(known.truth.optedOutAt, at);
  }

  function close(known: Known, at: number, by: 'engine' | 'person', askedBack: boolean): void {
    for (const message of known.open)
      if (message.at <= at) Object.assign(message, { answeredAt: at, answeredBy: by, askedBack });
    known.open = known.open.filter((message) => message.at > at);
  }

  function decided(record: NurtureDecision): void {
    const { id, tenant, lead, at, context, arms, propensity, policyVersion, mode } = record;
    const decision: DecisionRecord = {
      ...{ id: `${lead}/${id}`, tenant, lead, at: Date.parse(at), context, arms, propensity, policyVersion },
      ...{ chosen: armId(armOf(record)), mode: mode as DecisionRecord['mode'] },
    };
    byDecision.set(`${lead}/${id}`, decision);
    recorder.decisions.push(decision);
  }
  return recorder;
}

/** A phrase may go on after a name: then its first letter is another. */
const asksBack = ({ type, body }: SendOrder): boolean =>
  type === 'answer' &&
  UNCLEAR.core.some(({ en, es }) => [en, es].some((said) => body.includes(said.slice(1))));

const armOf = ({ channel, strategy, delay }: NurtureDecision): Arm =>
  channel === undefined ? NO_TOUCH : ({ channel, strategy, delay } as Arm);

const BOOKED: ReadonlySet<string> = new Set([
  'showing_booked',
  'showing_attended',
  'offer_made',
  'offer_accepted',
  'listing_signed',
]);
