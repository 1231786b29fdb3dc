/**
 * A dispatcher to be killed or stalled: it stops at the point asked for, says so, and goes on once it is told to. Every
 * order stops there, so that a kill finds many at that point at once.
 */
import type { SendLog } from '../../../infra/redis/send-log.ts';
import { channelsTo, startDispatcher } from '../dispatch-world.ts';

/** `anywhere`: it runs, and is killed at a moment of its killer's. */
export type Point = 'read' | 'claimed' | 'called' | 'told' | 'anywhere';

const [redisUrl, providerUrl, point, patience] = process.argv.slice(2) as [string, string, Point, string];
let go: () => void = () => {};
const gone = new Promise<void>((resolve) => {
  go = resolve;
});
process.on('message', () => go());

async function reach(here: Point): Promise<void> {
  if (point !== here) return;
  process.send!(here);
  await gone;
}

const channels = channelsTo(providerUrl);
const { channel } = channels.sms;
channels.sms = {
  perSecond: undefined,
  channel: {
    ...channel,
    async send(order, to, signal) {
      const sent = await channel.send(order, to, signal);
      await reach('called');
      return sent;
    },
  },
};

const look = (log: SendLog): SendLog => ({
  ...log,
  async claim(...args) {
    await reach('read');
    const claim = await log.claim(...args);
    await reach('claimed');
    return claim;
  },
  async settle(...args) {
    await log.settle(...args);
    await reach('told');
  },
});

startDispatcher(redisUrl, channels, { look, times: { takeOverMs: Number(patience) } });
await reach('anywhere');
