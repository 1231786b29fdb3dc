/** What WhatsApp tells of messages that were sent. Source: Meta, "Webhooks: messages", object `statuses`. */
import Type, { type Static } from 'typebox';
import type { DeliveryStatus } from '../../../schemas/system-event.ts';
import { checker } from '../../../schemas/words.ts';

/** Only what is read; Meta adds fields as it likes. */
const Status = Type.Object({
  status: Type.String(),
  biz_opaque_callback_data: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Object({ code: Type.Optional(Type.Number()) }))),
});
const Body = Type.Object({
  entry: Type.Array(
    Type.Object({
      changes: Type.Array(
        Type.Object({ value: Type.Object({ statuses: Type.Optional(Type.Array(Type.Unknown())) }) }),
      ),
    }),
  ),
});
const BODY = checker(Body);
const STATUS = checker(Status);
const OPTED_OUT = 131050;

export interface WhatsappStatus {
  /** What was sent with the message. */
  token: string;
  status: DeliveryStatus;
  detail?: string;
}

/** Statuses of a batch that say something new; null where it is no webhook of Meta. */
export function readWhatsapp(body: unknown): WhatsappStatus[] | null {
  if (!BODY.is(body)) return null;
  const statuses = body.entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.statuses ?? []));
  return statuses.flatMap((one) => (STATUS.is(one) ? statusOf(one) : []));
}

function statusOf({
  status,
  biz_opaque_callback_data: token,
  errors,
}: Static<typeof Status>): WhatsappStatus[] {
  if (!token) return [];
  if (status === 'delivered' || status === 'read') return [{ token, status: 'delivered' }];
  if (status !== 'failed') return [];
  const code = errors?.[0]?.code;
  return [
    { token, status: code === OPTED_OUT ? 'opted_out' : 'failed', detail: `whatsapp ${code ?? status}` },
  ];
}
