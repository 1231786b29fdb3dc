/** The transport on node:http and ws: for platforms where uWebSockets.js has no binary. */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { createBody } from './body.ts';
import {
  cannotListen,
  type Endpoint,
  type HttpAnswer,
  type HttpRequest,
  type Listen,
  type ListenOptions,
  type RequestHead,
  type Socket,
} from './transport.ts';

const PING_MS = 30_000;
/** How long a closing server waits for clients that were told. */
const GRACE_MS = 1000;
/** As uWS does. */
const TOGETHER_BYTES = 16 * 1024;

export const listenWs: Listen = async (options, endpoint) => {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: options.maxMessageBytes,
    handleProtocols: () => options.protocol,
  });
  const { requestMs } = options;
  const timeouts = {
    ...{ headersTimeout: requestMs, requestTimeout: requestMs, connectionsCheckingInterval: requestMs / 4 },
  };
  const server = createServer(timeouts, (req, res) => serve(req, res, options.maxBodyBytes, endpoint));
  server.on('upgrade', (req, raw, head) => upgrade(req, raw, head, sockets, options, endpoint));
  await listening(server, options);
  const pings = setInterval(() => pingAll(sockets), PING_MS);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        clearInterval(pings);
        const impatience = setTimeout(() => cut(sockets, server), GRACE_MS);
        server.close(() => {
          clearTimeout(impatience);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};

function listening(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(options, error.message)));
    server.listen({ host: options.host, port: options.port, backlog: 1024 }, () => resolve());
  });
}

function headOf(req: IncomingMessage): RequestHead {
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: req.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    header(name) {
      const value = req.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? '');
    },
  };
}

function serve<U>(req: IncomingMessage, res: ServerResponse, maxBody: number, endpoint: Endpoint<U>): void {
  const body = createBody(maxBody);
  let asked = false;
  const finish = async (close: boolean) => {
    if (asked) return;
    asked = true;
    const request: HttpRequest = { ...headOf(req), body: body.whole() };
    write(res, await endpoint.request(request), close);
  };
  req.on('data', (chunk: Buffer) => {
    if (!body.take(chunk)) void finish(true);
  });
  req.on('end', () => void finish(false));
  req.on('error', () => {});
}

function write(res: ServerResponse, answer: HttpAnswer, close: boolean): void {
  if (res.destroyed) return;
  const body = answer.body ?? '';
  res.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(body),
    ...(close ? { connection: 'close' } : {}),
  });
  res.end(body, () => {
    if (close) res.socket?.destroySoon();
  });
}

function upgrade<U>(
  req: IncomingMessage,
  raw: Duplex,
  early: Buffer,
  sockets: WebSocketServer,
  options: ListenOptions,
  endpoint: Endpoint<U>,
): void {
  raw.on('error', () => raw.destroy());
  const head = headOf(req);
  if (head.path !== options.socketPath) {
    void endpoint.request({ ...head, body: new Uint8Array() }).then((answer) => refuse(raw, answer));
    return;
  }
  const verdict = endpoint.upgrade(head);
  if ('status' in verdict) refuse(raw, verdict);
  else sockets.handleUpgrade(req, raw, early, (ws) => open(ws, raw, verdict.user, endpoint));
}

/** An upgrade refused is a plain HTTP answer, written by hand: node gives no response object for it. */
function refuse(raw: Duplex, answer: HttpAnswer): void {
  const body = Buffer.from(answer.body ?? '');
  const headers = { ...answer.headers, 'content-length': String(body.length), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  raw.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n`,
        'latin1',
      ),
      body,
    ]),
  );
}

function open<U>(ws: WebSocket, raw: Duplex, user: U, endpoint: Endpoint<U>): void {
  const socket = new WsSocket(ws, raw, user);
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('message', (data: Buffer) => endpoint.message(socket, data));
  ws.on('error', () => {}); // a protocol error closes the socket with its code; `close` tells
  ws.on('close', () => endpoint.close(socket));
  raw.on('drain', () => endpoint.drain(socket));
  endpoint.open(socket);
}

/** Sockets heard from since the last ping; a peer that vanished is cut at the second one. */
const alive = new WeakSet<WebSocket>();

/** Ends whoever did not answer a close. */
function cut(sockets: WebSocketServer, server: Server): void {
  for (const ws of sockets.clients) ws.terminate();
  server.closeAllConnections();
}

function pingAll(sockets: WebSocketServer): void {
  for (const ws of sockets.clients) {
    if (!alive.delete(ws)) ws.terminate();
    else ws.ping();
  }
}

class WsSocket<U> implements Socket<U> {
  readonly user: U;
  readonly #ws: WebSocket;
  readonly #raw: Duplex;

  constructor(ws: WebSocket, raw: Duplex, user: U) {
    this.#ws = ws;
    this.#raw = raw;
    this.user = user;
  }
  send(head: string, tail?: Uint8Array): void {
    this.#put(tail ? Buffer.concat([Buffer.from(head), tail]) : head);
  }
  sendNumbered(start: Uint8Array, n: number, tail: Uint8Array): void {
    this.#put(Buffer.concat([start, Buffer.from(String(n)), tail]));
  }
  #put(message: string | Uint8Array): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    this.#ws.send(message, { binary: false });
    // What is only held together must not look like what the client leaves unread.
    if (this.#raw.writableCorked && this.#raw.writableLength > TOGETHER_BYTES) {
      this.#raw.uncork();
      this.#raw.cork();
    }
  }
  together(work: () => void): void {
    this.#raw.cork();
    try {
      work();
    } finally {
      this.#raw.uncork();
    }
  }
  buffered(): number {
    return this.#ws.readyState === this.#ws.OPEN ? this.#ws.bufferedAmount : 0;
  }
  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
  }
}
