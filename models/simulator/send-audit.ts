/**
 * Whether what was sent may have been sent: from the record of sends and what is true in the world alone. It shares no
 * code and no table with the gate that it checks.
 */
import type { Purpose } from '../../schemas/nurture.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { Channel } from '../../schemas/words.ts';
import type { Contact } from './contacts.ts';
import { FEDERAL, type OpenHours } from './places.ts';

/** A call of a channel. Times are epoch ms. */
export interface SentMessage {
  id: string;
  lead: string;
  channel: Channel;
  purpose: Purpose;
  subject: string;
  body: string;
  orderedAt: number;
  calledAt: number;
  /** False where the channel said that it surely never went out. */
  counted: boolean;
}

/** What is true of a lead: times are those at which word of it was on the log, epoch ms. */
export interface LeadTruth {
  contact: Contact;
  holdout: boolean;
  optedOutAt: number;
  /** While a person had it. */
  withPerson: readonly { from: number; to: number }[];
  wrote: readonly { at: number; channel: Channel }[];
  /** Of what it booked, attended or signed first; Infinity: nothing. */
  transactionAt: number;
}

export const AUDITED = [
  'out of hours',
  'after opt-out',
  'over caps',
  'without consent',
  'to the holdout',
  'with a person',
  'the same text twice',
  'do not contact',
  'sent twice',
] as const;
export type Audited = (typeof AUDITED)[number];

export interface Violation {
  rule: Audited;
  lead: string;
  send: string;
  at: number;
  why: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Rules = Pick<NurtureSettings, 'caps' | 'inquiryDays'>;

/** @param sends of any leads, in any order */
export function auditSends(
  sends: readonly SentMessage[],
  truths: ReadonlyMap<string, LeadTruth>,
  rules: Rules,
): Violation[] {
  const stopped = stoppedAddresses(truths);
  const ofLead = new Map<string, SentMessage[]>();
  for (const send of sends) ofLead.set(send.lead, [...(ofLead.get(send.lead) ?? []), send]);
  return [...ofLead].flatMap(([lead, all]) => {
    const truth = truths.get(lead)!;
    const inOrder = all.sort((a, b) => a.orderedAt - b.orderedAt || a.calledAt - b.calledAt);
    return inOrder.flatMap((send, i) => auditOne(send, inOrder.slice(0, i), truth, stopped, rules));
  });
}

function auditOne(
  send: SentMessage,
  before: readonly SentMessage[],
  truth: LeadTruth,
  stopped: ReadonlyMap<string, number>,
  rules: Rules,
): Violation[] {
  const { lead, id, calledAt, purpose } = send;
  const { contact } = truth;
  const found: [Audited, string | undefined][] = [
    ['out of hours', outOfHours(send, contact)],
    ['after opt-out', afterOptOut(send, truth, stopped)],
    ['over caps', overCaps(send, before, rules)],
    ['without consent', withoutConsent(send, truth, rules)],
    ['to the holdout', truth.holdout && purpose === 'marketing' ? 'marketing to a held-out lead' : undefined],
    ['with a person', whileWithPerson(send, truth)],
    ['the same text twice', repeated(send, before)],
    ['do not contact', contact.doNotContact ? 'the lead is on a do-not-contact list' : undefined],
    ['sent twice', before.some((other) => other.id === id) ? 'one order, two calls' : undefined],
  ];
  return found.flatMap(([rule, why]) =>
    why === undefined ? [] : [{ rule, lead, send: id, at: calledAt, why }],
  );
}

function repeated(
  { subject, body, channel }: SentMessage,
  before: readonly SentMessage[],
): string | undefined {
  const last = before.findLastIndex((other) => other.body === body && other.subject === subject);
  return last < 0
    ? undefined
    : `“${body.slice(0, 60)}…” by ${channel}, after ${before.length - 1 - last} others of ${before.length}`;
}

/** Where nothing tells the state, what holds in all: a number from elsewhere is no evidence of the state one lives in. */
function outOfHours({ channel, calledAt }: SentMessage, { place, phonePlace }: Contact): string | undefined {
  // Whoever has the page open is awake.
  if (channel === 'webchat') return undefined;
  const { hour, weekday, holiday, text } = localTime(calledAt, place.zone);
  if (channel === 'email') return hour < 7 || hour >= 22 ? `${text} by mail` : undefined;
  const known = phonePlace === undefined || phonePlace.state === place.state;
  for (const hours of known && phonePlace ? [FEDERAL, place.hours] : [FEDERAL]) {
    const open = openOn(hours, weekday, holiday);
    if (!open || hour < open[0] || hour >= open[1]) return `${text} in ${place.state} by ${channel}`;
  }
  return undefined;
}

function openOn({ weekday, saturday, sunday, holidays }: OpenHours, day: string, holiday: boolean) {
  if (holiday && holidays === 'closed') return null;
  if (day === 'Sat') return saturday;
  return day === 'Sun' ? sunday : weekday;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** By Intl's own tables. `hour` is a fraction. */
function localTime(at: number, zone: string) {
  if (!formats.has(zone))
    formats.set(
      zone,
      new Intl.DateTimeFormat('en-US', {
        ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short', month: 'numeric', day: 'numeric' },
        ...{ year: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
      }),
    );
  const parts = Object.fromEntries(
    formats
      .get(zone)!
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  ) as Record<string, string>;
  const date = `${parts.month}/${parts.day}`;
  const thanksgiving =
    parts.month === '11' && parts.weekday === 'Thu' && Math.ceil(Number(parts.day) / 7) === 4;
  return {
    hour: Number(parts.hour) + Number(parts.minute) / 60 + Number(parts.second) / 3600,
    weekday: parts.weekday!,
    holiday: HOLIDAYS.has(date) || thanksgiving,
    text: `${parts.weekday} ${date}/${parts.year} ${parts.hour}:${parts.minute}:${parts.second}`,
  };
}
const HOLIDAYS: ReadonlySet<string> = new Set(['1/1', '7/4', '12/25']);

const digits = (phone: string): string => phone.replace(/\D/g, '').slice(-10);

const addressOf = (channel: Channel, { phone, email }: Contact): string | undefined => {
  if (channel === 'email') return email?.toLowerCase();
  return channel === 'webchat' || phone === undefined ? undefined : digits(phone);
};

/** Since when somebody opted out with this number or mailbox. */
function stoppedAddresses(truths: ReadonlyMap<string, LeadTruth>): Map<string, number> {
  const stopped = new Map<string, number>();
  for (const { contact, optedOutAt } of truths.values()) {
    if (!Number.isFinite(optedOutAt)) continue;
    for (const channel of ['sms', 'email'] as const) {
      const address = addressOf(channel, contact);
      if (address)
        stopped.set(address, Math.min(optedOutAt, stopped.get(address) ?? Number.POSITIVE_INFINITY));
    }
  }
  return stopped;
}

function afterOptOut(
  { channel, calledAt }: SentMessage,
  { optedOutAt, contact }: LeadTruth,
  stopped: ReadonlyMap<string, number>,
): string | undefined {
  if (calledAt > optedOutAt)
    return `${Math.round((calledAt - optedOutAt) / 1000)} s after the lead's own opt-out`;
  const address = addressOf(channel, contact);
  const since = (address ? stopped.get(address) : undefined) ?? Number.POSITIVE_INFINITY;
  return calledAt > since
    ? `${Math.round((calledAt - since) / 1000)} s after another lead's with the same address`
    : undefined;
}

/** By the time of the order: what a channel takes for its call is not the engine's doing. */
function overCaps(send: SentMessage, before: readonly SentMessage[], { caps }: Rules): string | undefined {
  const marketing = send.purpose === 'marketing';
  const counted = before.filter((other) => other.counted);
  const within = (days: number, only: boolean) =>
    counted.filter(
      ({ orderedAt, purpose }) =>
        orderedAt > send.orderedAt - days * DAY && (!only || purpose === 'marketing'),
    ).length;
  if (within(1, false) >= caps.perDay) return `more than ${caps.perDay} a day`;
  if (within(7, false) >= caps.perWeek) return `more than ${caps.perWeek} a week`;
  if (!marketing) return undefined;
  if (within(7, true) >= caps.marketingPerWeek)
    return `more than ${caps.marketingPerWeek} of marketing a week`;
  if (within(30, true) >= caps.marketingPerMonth)
    return `more than ${caps.marketingPerMonth} of marketing in 30 days`;
  const last = Math.max(Number.NEGATIVE_INFINITY, ...counted.map(({ orderedAt }) => orderedAt));
  return send.orderedAt - last < caps.minHoursBetween * HOUR
    ? `within ${caps.minHoursBetween} h of the last message`
    : undefined;
}

function withoutConsent(
  { channel, purpose, calledAt }: SentMessage,
  { contact, wrote, transactionAt }: LeadTruth,
  { inquiryDays }: Rules,
): string | undefined {
  if (contact.declined.includes(channel)) return `the lead declined ${channel}`;
  if (contact.agreed.includes(channel)) return undefined;
  if (purpose === 'service' && transactionAt <= calledAt) return undefined;
  const asked = wrote.some(
    ({ at, channel: by }) => by === channel && at <= calledAt && calledAt - at < inquiryDays * DAY,
  );
  if (purpose === 'reply' && asked) return undefined;
  return `${purpose} by ${channel}: nothing was agreed to or asked`;
}

const whileWithPerson = ({ calledAt }: SentMessage, { withPerson }: LeadTruth): string | undefined => {
  const span = withPerson.find(({ from, to }) => calledAt > from && calledAt < to);
  return span && `${Math.round((calledAt - span.from) / 60_000)} min after a person took it`;
};
