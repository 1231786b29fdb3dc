/** The channel where nothing leaves: for trying things out. What would have been sent is on the log as `sent`. */
import type { Message, SendChannel } from './channel.ts';

export const createOutbox = (): SendChannel<Message> => ({
  name: 'outbox',
  idempotent: true,
  send: async () => ({ kind: 'sent', detail: 'outbox' }),
});
