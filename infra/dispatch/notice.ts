/** A notice of a critical alert to one of a brokerage's own people, and the record of what became of it. */
import { createHash } from 'node:crypto';
import type { CompetitiveAlert, NoticeRecord } from '../../schemas/competition.ts';
import type { DeliveryStatus } from '../../schemas/system-event.ts';
import type { Message } from '../channels/channel.ts';
import type { Audience } from '../redis/notice-limits.ts';

/** Which step of which alert is told, and to whom. */
export interface NoticeHead {
  id: string;
  tenant: string;
  lead: string;
  alert: string;
  raised: number;
  audience: Audience;
  /** Of the lead now; empty: none. */
  agent: string;
}

export type Notice = Message & NoticeHead & { channel: 'sms' | 'email' };

/** The same for the same step of an alert, however often its entry is read. */
export const noticeId = ({ id, seq, step }: CompetitiveAlert): string =>
  `notice:${createHash('sha256').update([id, seq, step].join('\0')).digest('hex').slice(0, 24)}`;

/** Fields of the entry on the alerts stream that tells it. @param at epoch ms */
export function noticeFields(
  head: NoticeHead,
  { channel, status, detail }: Pick<NoticeRecord, 'channel' | 'status' | 'detail'>,
  at: number,
): Record<string, string> {
  const { id, tenant, lead, alert, raised, audience, agent } = head;
  const record: NoticeRecord = {
    ...{ id, tenant, lead, at: new Date(at).toISOString(), kind: 'notice', alert, raised },
    ...{ audience: audience.agent === null ? 'fallback' : 'agent', channel, status, detail },
  };
  return { tenant, lead, agent, body: JSON.stringify(record) };
}

const STATUS: Record<DeliveryStatus, NoticeRecord['status']> = {
  ...{ sent: 'sent', delivered: 'sent', failed: 'failed', opted_out: 'failed' },
  ...{ uncertain: 'uncertain', refused: 'refused', deferred: 'refused' },
};

/** What the channel came to, as {@link noticeFields} tells it. */
export const noticeWord = (notice: Notice, status: DeliveryStatus, at: number, detail: string) =>
  noticeFields(notice, { channel: notice.channel, status: STATUS[status], detail }, at);
