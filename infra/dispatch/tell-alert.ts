/**
 * One critical alert, from its entry to the person who hears of it: at a socket, by a message of its own, or counted in
 * the next digest. A message is claimed before the call and told in the step that is done with the entry, as orders are.
 */

import type { CompetitiveAlert } from '../../schemas/competition.ts';
import type { AlertContact } from '../../schemas/competition-acts.ts';
import type { AlertContactBook } from '../redis/alert-contacts.ts';
import type { RedisClient } from '../redis/connect.ts';
import type { Audience, NoticeLimits, NoticeName } from '../redis/notice-limits.ts';
import type { SendEntry, SendLog } from '../redis/send-log.ts';
import { pause } from '../run.ts';
import { awaitSeat } from './await-seat.ts';
import type { Lane } from './lane.ts';
import { type Notice, type NoticeHead, noticeFields, noticeId } from './notice.ts';
import { type SendDeps, sendOrder } from './send-order.ts';
import { type TellDeps, tellOutcome } from './tell-outcome.ts';

/** A lead as its alerts see it; null once it is erased. */
export interface AlertedLead {
  name: string;
  /** Empty: none. */
  agent: string;
  /** Id of its alert that nobody has acted on; null: there is none. */
  open: string | null;
}

export interface TellAlertDeps
  extends Omit<SendDeps<Notice>, 'lane' | 'recipient' | 'log'>,
    TellDeps<Notice> {
  log: SendLog;
  client: RedisClient;
  contacts: Pick<AlertContactBook, 'of'>;
  notices: NoticeLimits;
  lanes: Record<'sms' | 'email', Lane<Notice>>;
  lead(tenant: string, lead: string): Promise<AlertedLead | null>;
  textOf(alert: CompetitiveAlert, lead: AlertedLead): { subject: string; body: string };
  /** @param count two or more */
  digestOf(count: number): { subject: string; body: string };
}

/** From here on a step is for whoever answers for the brokerage: an agent had it twice and did nothing. */
const FALLBACK_FROM = 2;
const LOOK_MS = 1000;

/** True when the entry is done with, here or by another. Rejects where Redis fails before anything was sent. */
export async function tellAlert(
  deps: TellAlertDeps,
  entry: SendEntry,
  alert: CompetitiveAlert,
  signal: AbortSignal,
): Promise<boolean> {
  const lead = await deps.lead(alert.tenant, alert.lead);
  if (!lead) {
    await deps.log.pass([entry]); // of an erased lead nobody hears
    return true;
  }
  const meant = alert.raised >= FALLBACK_FROM || !lead.agent ? null : lead.agent;
  const head = headOf(alert, lead, meant);
  if (lead.open !== alert.id) return done(deps, entry, head, 'refused', 'no longer open');
  if (meant !== null) {
    const seat = { tenant: alert.tenant, agent: meant };
    const seen = await awaitSeat(deps.client, seat, Number.parseInt(entry.id, 10), signal);
    if (seen === null) return false;
    if (seen) return done(deps, entry, head, 'sent', '', 'socket');
  }
  return byMessage(deps, entry, { alert, lead, meant }, signal);
}

interface Meant {
  alert: CompetitiveAlert;
  lead: AlertedLead;
  /** The agent it is for; null: who answers for the brokerage. */
  meant: string | null;
}

async function byMessage(
  deps: TellAlertDeps,
  entry: SendEntry,
  { alert, lead, meant }: Meant,
  signal: AbortSignal,
): Promise<boolean> {
  const reached = await reachable(deps, alert.tenant, meant);
  const head = headOf(alert, lead, reached ? reached.agent : meant);
  if (!reached) return done(deps, entry, head, 'refused', 'no-address');
  const name = nameOf(head);
  const place = await deps.notices.place(head.audience, name);
  if (place.kind === 'grouped') return done(deps, entry, head, 'grouped', '');
  let told = [name];
  let at = Number.parseInt(entry.id, 10);
  if (place.kind === 'carry') {
    const digest = await closedDigest(deps.notices, head.audience, name, place.waitMs, signal);
    if (!digest) return false;
    [told, at] = [digest, Date.now()];
  }
  const open = await stillOpen(deps, alert.tenant, told);
  if (!open.length) return done(deps, entry, head, 'refused', 'no longer open');
  const text = await textFor(deps, alert, lead, open);
  const channel = reached.contact.sms === undefined ? 'email' : 'sms';
  const notice: Notice = { ...head, channel, at: new Date(at).toISOString(), ...text };
  const recipient = () => recipientOf(deps, head, channel, told);
  const outcome = await sendOrder({ ...deps, lane: deps.lanes[channel], recipient }, entry, notice, signal);
  return tellOutcome(deps, entry, notice, outcome, signal);
}

/** Where somebody can be told: the agent, or who answers for the brokerage in an agent's place. */
async function reachable(
  { contacts }: TellAlertDeps,
  tenant: string,
  meant: string | null,
): Promise<{ agent: string | null; contact: AlertContact } | null> {
  for (const agent of meant === null ? [null] : [meant, null]) {
    const contact = await contacts.of(tenant, agent);
    if (contact) return { agent, contact };
  }
  return null;
}

/** Waits for the digest's place among the recipient's messages; null when the signal aborted first. */
async function closedDigest(
  notices: NoticeLimits,
  audience: Audience,
  name: NoticeName,
  waitMs: number,
  signal: AbortSignal,
): Promise<NoticeName[] | null> {
  for (let wait = waitMs; ; wait = LOOK_MS) {
    await pause(wait, signal);
    if (signal.aborted) return null;
    const digest = await notices.close(audience, name);
    if (digest) return digest;
  }
}

/** One that is left of many is told as itself. */
async function textFor(deps: TellAlertDeps, alert: CompetitiveAlert, lead: AlertedLead, open: NoticeName[]) {
  if (open.length === 1 && open[0]!.alert === alert.id) return deps.textOf(alert, lead);
  return deps.digestOf(open.length);
}

async function stillOpen(
  { lead }: TellAlertDeps,
  tenant: string,
  names: NoticeName[],
): Promise<NoticeName[]> {
  const leads = await Promise.all(names.map((name) => lead(tenant, name.lead)));
  return names.filter(({ alert }, i) => leads[i]?.open === alert);
}

/** Asked last, when the message is claimed: somebody may have acted by now, or moved. */
async function recipientOf(
  deps: TellAlertDeps,
  { tenant, audience }: NoticeHead,
  channel: Notice['channel'],
  told: NoticeName[],
): Promise<{ to: string } | { refused: string }> {
  const to = (await deps.contacts.of(tenant, audience.agent))?.[channel];
  if (to === undefined) return { refused: 'no-address' };
  return (await stillOpen(deps, tenant, told)).length ? { to } : { refused: 'no longer open' };
}

/** Tells what needed no call. */
async function done(
  { log }: TellAlertDeps,
  entry: SendEntry,
  head: NoticeHead,
  status: 'sent' | 'grouped' | 'refused',
  detail: string,
  channel: 'socket' | 'none' = 'none',
): Promise<true> {
  const { tenant, lead, id } = head;
  const fields = noticeFields(head, { channel, status, detail }, Date.now());
  await log.settle(entry, { tenant, lead, order: id }, { fields });
  return true;
}

function headOf(alert: CompetitiveAlert, lead: AlertedLead, agent: string | null): NoticeHead {
  const { tenant, raised } = alert;
  return {
    ...{ id: noticeId(alert), tenant, lead: alert.lead, alert: alert.id, raised, agent: lead.agent },
    audience: { tenant, agent },
  };
}

const nameOf = ({ id, lead, alert }: NoticeHead): NoticeName => ({ id, lead, alert });
