/** What an entry of an outbox holds: one event for one key, or one for many leads. */
import { leadKey, type Space } from '../schemas/shards.ts';
import type { Parcel } from './ports.ts';

type Carried = Pick<Parcel, 'space' | 'key' | 'event'>;

/** @param field the value of a field of the entry; undefined where there is none of that name */
export function parcelsOf(field: (name: string) => string | undefined): Carried[] {
  const space = field('space') as Space;
  const event = field('event')!;
  const leads = field('leads');
  if (leads === undefined) return [{ space, key: field('key')!, event }];
  const tenant = field('tenant')!;
  const rest = event.slice(1);
  return (JSON.parse(leads) as string[]).map((lead) => ({
    ...{ space, key: leadKey(tenant, lead), event: `{"lead":${JSON.stringify(lead)},${rest}` },
  }));
}
