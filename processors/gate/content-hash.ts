/** What a message says, as a fingerprint: an approval, an order and a receipt name the same content by it. */
import { createHash } from 'node:crypto';
import type { Channel } from '../../schemas/words.ts';

/** SHA-256 in hex of channel, subject and body; JSON keeps them apart, whatever they hold. */
export const contentHash = ({
  channel,
  subject,
  body,
}: {
  channel: Channel;
  subject: string;
  body: string;
}): string =>
  createHash('sha256')
    .update(JSON.stringify([channel, subject, body]))
    .digest('hex');
