/**
 * A server that does nothing but fan out, a process of its own: it follows the same streams as the gateway and hands
 * each insight to the sockets of its agent by what its library has for that. What a gateway can cost at least.
 */
import uWS from 'uWebSockets.js';
import { createServer, type Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';
import { createDelivery } from '../../infra/gateway/delivery.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createGatewayStore } from '../../infra/redis/gateway-store.ts';
import { answerParent, createCpuMeter } from './child.ts';

export const PEERS = ['uws', 'ws', 'socket.io'] as const;
export type Peer = (typeof PEERS)[number];

export interface FanServerOptions {
  peer: Peer;
  redisUrl: string;
  shards: { leads: number; market: number };
  port: number;
}

type Publish = (topic: string, frame: Buffer) => void;

/** What a socket says first: the topic it wants. */
const ANSWER = '{"type":"subscribed"}';
/** As long as the gateway's own head of a frame. */
const HEAD = Buffer.from('{"type":"delta","id":"s","n":1000');
const HOST = '127.0.0.1';
const stopping = new AbortController();
const cpuMs = createCpuMeter();
let connection: RedisConnection;
let following: Promise<void> | undefined;

answerParent(
  {
    async serve({ peer, redisUrl, shards, port }: FanServerOptions) {
      const publish = await LISTEN[peer](port);
      connection = connectRedis(redisUrl);
      const entries: Parameters<ReturnType<typeof createGatewayStore>['tail']>[1] = {
        reset() {},
        entries(all) {
          for (const entry of all) {
            const delivery = createDelivery('insights', entry);
            if (delivery) publish(entry.agent, Buffer.concat([HEAD, delivery.tail]));
          }
        },
      };
      following = createGatewayStore(connection, { shards }).tail('insights', entries, stopping.signal);
    },
    cpuMs,
  },
  async () => {
    stopping.abort();
    await following;
    connection?.close();
  },
);

const LISTEN: Record<Peer, (port: number) => Promise<Publish>> = {
  uws: listenUws,
  ws: listenWs,
  'socket.io': listenSocketIo,
};

function listenUws(port: number): Promise<Publish> {
  const app = uWS.App();
  app.ws('/*', {
    // As the gateway has them, so that the difference is not in the settings.
    ...{ compression: uWS.DISABLED, maxBackpressure: 0, idleTimeout: 60, sendPingsAutomatically: true },
    message(ws, topic) {
      ws.subscribe(Buffer.from(topic).toString());
      ws.send(ANSWER);
    },
  });
  return new Promise((resolve, reject) => {
    app.listen(HOST, port, (socket) =>
      socket ? resolve((topic, frame) => app.publish(topic, frame)) : reject(new Error(`port ${port}`)),
    );
  });
}

async function listenWs(port: number): Promise<Publish> {
  const topics = new Map<string, Set<WebSocket>>();
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (ws) => {
    ws.on('message', (data) => {
      const topic = String(data);
      topics.set(topic, (topics.get(topic) ?? new Set()).add(ws));
      ws.send(ANSWER);
    });
  });
  await listening(http, port);
  return (topic, frame) => {
    for (const ws of topics.get(topic) ?? []) ws.send(frame, { binary: false });
  };
}

async function listenSocketIo(port: number): Promise<Publish> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  io.on('connection', (socket) => {
    socket.on('join', async (topic: string) => {
      await socket.join(topic);
      socket.emit('subscribed');
    });
  });
  await listening(http, port);
  // As text: parsing it first, to have it made JSON again, would be to its disadvantage.
  return (topic, frame) => void io.to(topic).emit('delta', frame.toString());
}

const listening = (http: HttpServer, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    http.once('error', reject).listen({ port, host: HOST, backlog: 1024 }, () => resolve());
  });
