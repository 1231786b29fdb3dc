/** AsyncAPI 3.0 of the socket and of the Redis streams. */
import {
  CLOSE,
  MAX_FRAME_BYTES,
  MAX_GAP,
  MAX_SUBSCRIPTIONS,
  PROTOCOL,
  SNAPSHOT_LEADS,
  SOCKET_PATH,
} from '../limits.ts';
import { CLIENT_FRAME_EXAMPLES, LEAD_EVENT_EXAMPLES, MARKET_EVENT_EXAMPLES } from './examples.ts';
import { plainSchemas, ref, type SchemaName } from './parts.ts';

/** Frames of each side, by their schema. */
const FROM_CLIENT = ['Subscribe', 'Unsubscribe', 'Ping'] as const;
const FROM_SERVER = [
  ...(['Subscribed', 'Delta', 'AlertFrame', 'State', 'Resync', 'Position', 'Pong', 'FrameError'] as const),
] as const;
const RECORDS = [
  ...(['CompetitiveAlert', 'MentionRecord', 'SignalRecord', 'ThreatRecord'] as const),
  ...(['ResultRecord', 'NoticeRecord'] as const),
] as const;
const ON_STREAMS = ['LeadEvent', 'SystemEvent', 'MarketEvent', 'WireInsight', ...RECORDS] as const;
const NAMES = [...ON_STREAMS, ...FROM_CLIENT, ...FROM_SERVER];

export function createAsyncApi(): object {
  return {
    asyncapi: '3.0.0',
    info: { title: 'Doorstep', version: '1', description: ABOUT },
    defaultContentType: 'application/json',
    servers: {
      gateway: { host: '127.0.0.1:8787', protocol: 'ws', description: 'HOST and PORT of the gateway' },
      redis: {
        host: '127.0.0.1:6379',
        protocol: 'redis',
        description: 'REDIS_URL; producers here are trusted',
      },
    },
    channels: {
      stream: socketChannel(),
      leadEvents: streamChannel('{ds:<shard>}:events', LEAD_EVENTS, ['LeadEvent', 'SystemEvent']),
      marketEvents: streamChannel('{ds:m<shard>}:events', MARKET_EVENTS, ['MarketEvent']),
      insights: streamChannel('{ds:<shard>}:insights', INSIGHTS, ['WireInsight']),
      alerts: streamChannel('{ds:<shard>}:alerts', ALERTS, RECORDS),
    },
    operations: {
      hearClient: operation('receive', 'stream', FROM_CLIENT, 'Frames a client may send'),
      tellClient: operation('send', 'stream', FROM_SERVER, 'Frames the gateway sends'),
      takeLeadEvents: operation('receive', 'leadEvents', ['LeadEvent', 'SystemEvent'], 'XADD by a producer'),
      takeMarketEvents: operation('receive', 'marketEvents', ['MarketEvent'], 'XADD by a producer'),
      tellInsights: operation('send', 'insights', ['WireInsight'], 'XADD by the processor, in its commit'),
      tellAlerts: operation(
        'send',
        'alerts',
        RECORDS,
        'XADD by the processor, in its commit; notices by notify',
      ),
    },
    components: {
      schemas: plainSchemas(NAMES),
      messages: Object.fromEntries(NAMES.map((name) => [name, message(name)])),
    },
  };
}

const ABOUT = 'Events in by Redis Streams (or HTTP, see /docs/openapi.json), insights out by WebSocket.';

const SOCKET = `Offer two subprotocols, \`${PROTOCOL}\` and \`bearer.<token>\` (scope leads:read); the tenant of every
topic is the token's. Client frames have at most ${MAX_FRAME_BYTES} bytes; a socket has at most ${MAX_SUBSCRIPTIONS} subscriptions.

A subscription begins with \`subscribed\`: a snapshot of full insights (of an agent or a tenant the ${SNAPSHOT_LEADS} leads that
deserve attention first), then \`delta\` frames. \`n\` numbers its frames from 1 without a hole: after a hole, subscribe again.
Skip a delta whose \`seq\` is not above the one you hold for the lead. For a delta of a lead you do not hold
(and whose \`seq\` is not 1) get \`/v1/leads/{lead}\` over HTTP. A client that reads slowly gets \`state\` in place of
deltas: the lead's latest full insight; so does, of a topic of one lead, who asked for fewer updates than there are
changes (\`options\`). There \`subscribed\` names the node that works the lead, and what is warm on it. \`resync\` ends a subscription: subscribe again, without \`recover\`.

The topic \`alerts\` begins with the open alerts of an agent, or of all, soonest due first, and goes on with an \`alert\`
frame for each step of an alert: its \`id\` stays, \`step\` tells what became of it. Slow clients get them late. While an
agent's own \`alerts\` subscription is open, critical alerts are not sent to that agent by text message or e-mail.

To recover after a reconnect, keep the \`epoch\`, and for each shard the latest \`offset\` of the frames you applied
(of \`subscribed\` all of them, unless \`recovered\` is true), and send both as \`recover\`. With \`recovered: true\` the gap follows in order; otherwise
(another epoch, a trimmed stream, or more than ${MAX_GAP} entries to look through) there is a new snapshot.

The gateway closes with ${CLOSE.restarting} when it stops and ${CLOSE.tryAgain} when the store is away (reconnect with back-off), ${CLOSE.expired}
when the token expires, ${CLOSE.tooSlow} when a client asks without reading, ${CLOSE.tooMany} for too many sockets or frames.`;

const SHARD =
  '`<shard>` has two digits: crc32 (ISO 3309) of the UTF-8 bytes of the key, modulo the number of shards. ';
const LEAD_EVENTS = `One field \`event\`: the JSON. ${SHARD}The key is \`tenant/lead\`, SHARDS is the number (default 16).
The same (tenant, lead, id) twice within 7 days has the effect of once. What is wrong goes to \`{ds:<shard>}:dead\`.
Direct producers name the tenant (default \`main\`). Example:
\`XADD {ds:07}:events * event '{"id":"…","lead":"…","at":"…","type":"message",…}'\``;
const MARKET_EVENTS = `One field \`event\`: the JSON. ${SHARD}The key is \`tenant/listing/<listing>\` where the event names a listing,
else \`tenant/area/<area in lower case, trimmed>\`; MARKET_SHARDS is the number (default 4).`;
const INSIGHTS = `Fields \`tenant\`, \`lead\`, \`agent\` (may be empty) and \`insight\`: the JSON. ${SHARD}\`seq\` is gapless per lead.`;
const ALERTS = `Fields \`tenant\`, \`lead\`, \`agent\` (may be empty) and \`body\`: the JSON, told apart by \`kind\`. ${SHARD}
An alert keeps its \`id\` through its steps.`;

function socketChannel(): object {
  const names: SchemaName[] = [...FROM_CLIENT, ...FROM_SERVER];
  return {
    address: SOCKET_PATH,
    description: SOCKET,
    servers: [{ $ref: '#/servers/gateway' }],
    messages: messagesOf(names),
    bindings: { ws: { method: 'GET' } },
  };
}

const streamChannel = (address: string, description: string, names: readonly SchemaName[]): object => ({
  // Braces are part of the key (a hash tag); AsyncAPI would read them as a parameter, so the address is in words.
  address: null,
  title: address,
  description: `Redis stream \`${address}\`. ${description}`,
  servers: [{ $ref: '#/servers/redis' }],
  messages: messagesOf(names),
});

const messagesOf = (names: readonly SchemaName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));

const operation = (
  action: string,
  channel: string,
  names: readonly SchemaName[],
  summary: string,
): object => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  summary,
  messages: names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
});

const EXAMPLES: Partial<Record<SchemaName, Record<string, unknown>>> = {
  LeadEvent: LEAD_EVENT_EXAMPLES,
  MarketEvent: MARKET_EVENT_EXAMPLES,
  Subscribe: {
    lead: CLIENT_FRAME_EXAMPLES.lead,
    options: CLIENT_FRAME_EXAMPLES.options,
    agent: CLIENT_FRAME_EXAMPLES.agent,
    alerts: CLIENT_FRAME_EXAMPLES.alerts,
    recover: CLIENT_FRAME_EXAMPLES.recover,
  },
  Unsubscribe: { unsubscribe: CLIENT_FRAME_EXAMPLES.unsubscribe },
  Ping: { ping: CLIENT_FRAME_EXAMPLES.ping },
};

function message(name: SchemaName): object {
  const examples = Object.entries(EXAMPLES[name] ?? {}).map(([key, payload]) => ({ name: key, payload }));
  return { name, payload: ref(name), ...(examples.length && { examples }) };
}
