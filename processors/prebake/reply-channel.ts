/** Where the lead would be answered: where it wrote last, in writing. */
import type { Channel } from '../../schemas/words.ts';
import type { NurtureState } from '../nurture/nurture-state.ts';

const WRITTEN: readonly Channel[] = ['sms', 'email', 'whatsapp', 'webchat'];

export function replyChannel({ heard }: Pick<NurtureState, 'heard'>): Channel {
  let latest: Channel = 'sms';
  for (const channel of WRITTEN) if ((heard[channel] ?? 0) > (heard[latest] ?? 0)) latest = channel;
  return latest;
}
