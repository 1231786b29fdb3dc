/** A notifier to be killed: it stops at the point asked for, with every notice at once, and says so. */
import type { SendLog } from '../../../infra/redis/send-log.ts';
import { noticeChannelsTo, startNotifier } from '../notify-world.ts';

export type Point = 'read' | 'claimed' | 'called' | 'told';

const [redisUrl, providerUrl, point] = process.argv.slice(2) as [string, string, Point];
const never = new Promise<void>(() => {});

async function reach(here: Point): Promise<void> {
  if (point !== here) return;
  process.send!(here);
  await never;
}

const channels = noticeChannelsTo(providerUrl);
const { channel } = channels.sms;
channels.sms = {
  perSecond: undefined,
  channel: {
    ...channel,
    async send(notice, to, signal) {
      const sent = await channel.send(notice, to, signal);
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

startNotifier(redisUrl, channels, { look });
