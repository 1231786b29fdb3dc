/** A nurtured run of a few leads, small enough to count by hand. */
import type { Contact } from '../../../models/simulator/contacts.ts';
import type { HeardMessage, LeadRun, NurturedRun } from '../../../models/simulator/nurtured-run.ts';
import { PLACES } from '../../../models/simulator/places.ts';
import type { SentMessage } from '../../../models/simulator/send-audit.ts';
import type { DecisionRecord } from '../../../schemas/policy.ts';

export const DAY = 86_400_000;
/** A Tuesday, 10:00 in New York. */
export const AT = Date.parse('2024-03-05T15:00:00Z');
const NEVER = Number.POSITIVE_INFINITY;

const place = PLACES.find(({ state }) => state === 'NY')!;
export const contact: Contact = {
  ...{ place, phonePlace: place, phone: '+12122000001', email: 'a@example.com', tellsZone: true },
  ...{ doNotContact: false, agreed: ['sms'], declined: [] },
};

export const leadRun = (lead: string, more: Partial<LeadRun> & { holdout?: boolean } = {}): LeadRun => ({
  ...{
    lead,
    arrivedAt: AT,
    messages: 0,
    wroteAt: [],
    optedOut: false,
    silenced: false,
    convertedAt: NEVER,
    everConverts: false,
  },
  truth: {
    ...{ contact: { ...contact, phone: undefined }, holdout: more.holdout ?? false, optedOutAt: NEVER },
    ...{ withPerson: [], wrote: [], transactionAt: NEVER },
  },
  ...more,
});

export const heard = (lead: string, more: Partial<HeardMessage> = {}): HeardMessage => ({
  ...{
    lead,
    at: AT,
    channel: 'sms',
    text: 'Is it still there?',
    reasons: [],
    asks: true,
    planted: undefined,
  },
  ...{ optsOut: false, withPerson: false, escalated: undefined },
  ...{ answeredAt: NEVER, answeredBy: 'nobody', askedBack: false },
  ...more,
});

export const sent = (lead: string, more: Partial<SentMessage> = {}): SentMessage => ({
  ...{ id: 'n1', lead, channel: 'sms', purpose: 'marketing', subject: '', body: 'Hello' },
  ...{ orderedAt: AT, calledAt: AT, counted: true },
  ...more,
});

export const decision = (lead: string, n: number, reward?: number): DecisionRecord => ({
  ...{ id: `${lead}/n${n}`, tenant: 'main', lead, at: AT, context: [], arms: ['none/none/now'] },
  ...{ chosen: 'none/none/now', propensity: 1, policyVersion: 'v', mode: 'fixed' as const },
  ...(reward !== undefined && { reward }),
});

export const madeUpRun = (more: Partial<NurturedRun> = {}): NurturedRun => ({
  ...{ seed: 1, days: 90, leads: [], heard: [], sent: [], withheld: 0, decisions: [], approved: 0 },
  ...{ policies: [], entries: 0, restarts: 0, dead: [] },
  ...more,
});
