/** What webhooks of providers and unsubscribe links come to: events on the lead's log, there before the answer is. */
import type { Links } from '../infra/channels/links.ts';
import type { Config } from '../infra/config.ts';
import type { HookDeps } from '../infra/gateway/hooks.ts';
import type { GatewayStore } from '../infra/gateway/store.ts';
import type { RedisConnection } from '../infra/redis/connect.ts';
import { createDeliveryLog } from '../infra/redis/delivery-log.ts';
import { inTime } from '../infra/redis/in-time.ts';
import { sendWake } from '../infra/redis/intake-wake.ts';
import { createSendLimits } from '../infra/redis/send-limits.ts';
import { addressHash, normalPhone } from '../processors/addresses.ts';
import type { LeadEvent } from '../schemas/lead-event.ts';
import { leadKey, shardOf } from '../schemas/shards.ts';

const WAIT_MS = 2000;
const HOUR_MS = 3_600_000;

export function createGatewayHooks(
  redis: RedisConnection,
  config: HookDeps['config'] & Pick<Config, 'shards' | 'resoHookTokens'>,
  links: Links,
  store: Pick<GatewayStore, 'append'>,
): HookDeps {
  const { client } = redis;
  const deliveries = createDeliveryLog(client, config.shards);
  const limits = createSendLimits(client, config.shards);
  return {
    config,
    links,
    deliver: (delivery) => inTime(client, WAIT_MS, () => deliveries.append(delivery)),
    async unsubscribe({ tenant, lead, order }) {
      const now = Date.now();
      const event: LeadEvent = {
        // Pressed twice it counts once; pressed after consent was given again, it counts again.
        ...{
          id: `unsubscribe:${order}:${Math.floor(now / HOUR_MS)}`,
          tenant,
          lead,
          at: now,
          type: 'profile',
        },
        consent: {
          email: { given: false, at: now, text: 'List-Unsubscribe=One-Click', source: 'unsubscribe' },
        },
      };
      const shard = shardOf(leadKey(tenant, lead), config.shards);
      await store.append('leads', [{ shard, event: JSON.stringify(event) }]);
    },
    async suppressPhone(tenant, phone) {
      const normal = normalPhone(phone);
      // A short code or a name: nothing Doorstep could ever send to.
      if (!normal) return;
      const hash = addressHash('phone', normal);
      await inTime(client, WAIT_MS, () => limits.suppress(tenant, hash, Date.now()));
    },
    reso: {
      tokens: config.resoHookTokens,
      wake: (tenant, wake) => sendWake(redis, tenant, wake),
    },
  };
}
