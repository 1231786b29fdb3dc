/** The transport on uWebSockets.js (20.30 API; only the default import works at run time). */

import uWS, {
  type HttpResponse,
  type TemplatedApp,
  type HttpRequest as UwsRequest,
  type us_listen_socket,
  type us_socket_context_t,
  type WebSocket,
} from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import { createBody } from './body.ts';
import {
  cannotListen,
  type Endpoint,
  type HttpAnswer,
  type Listen,
  type ListenOptions,
  type RequestHead,
  type Socket,
} from './transport.ts';

interface Data<U> {
  user: U;
  socket?: UwsSocket<U>;
}

export const listenUws: Listen = async (options, endpoint) => {
  const app = uWS.App();
  let closing = false;
  app.ws(options.socketPath, socketBehavior(options, endpoint));
  app.any('/*', (res, req) => {
    serve(res, headOf(req), options, endpoint, () => closing);
  });
  const listenSocket = await listening(app, options);
  return {
    port: uWS.us_socket_local_port(listenSocket),
    async close() {
      if (!closing) uWS.us_listen_socket_close(listenSocket);
      closing = true;
    },
  };
};

function listening(app: TemplatedApp, options: ListenOptions): Promise<us_listen_socket> {
  return new Promise((resolve, reject) => {
    const done = (socket: us_listen_socket | false) =>
      socket ? resolve(socket) : reject(cannotListen(options, 'the port is taken or the host is not ours'));
    // Exclusive: without it a second gateway would silently share the port. The d.ts lacks this overload.
    const listen = app.listen as unknown as (
      host: string,
      port: number,
      flags: number,
      cb: typeof done,
    ) => void;
    listen.call(app, options.host, options.port, 1, done);
  });
}

/** The request object lives only during its callback: everything is copied out. */
function headOf(req: UwsRequest): RequestHead {
  const headers = new Map<string, string>();
  req.forEach((name, value) => void headers.set(name, value));
  return {
    method: req.getCaseSensitiveMethod(),
    path: req.getUrl(),
    query: req.getQuery() ?? '',
    header: (name) => headers.get(name) ?? '',
  };
}

function serve<U>(
  res: HttpResponse,
  head: RequestHead,
  { maxBodyBytes, requestMs }: ListenOptions,
  endpoint: Endpoint<U>,
  closing: () => boolean,
): void {
  const body = createBody(maxBodyBytes);
  let over = false;
  const finish = async (close: boolean) => {
    const answer = await endpoint.request({ ...head, body: body.whole() });
    // uWS ends the connection of a client that asked for it, but leaves the saying so to us.
    const asked = head.header('connection').toLowerCase() === 'close';
    if (!over) write(res, answer, close || asked || closing());
    over = true;
  };
  // uWS itself cuts a connection on which nothing comes for 10 s, not one on which a little does.
  const impatience = setTimeout(() => res.close(), requestMs);
  res.onAborted(() => {
    clearTimeout(impatience);
    over = true;
  });
  let complete = false;
  res.onData((chunk, last) => {
    if (complete) return;
    const more = body.take(new Uint8Array(chunk));
    complete = last || !more;
    if (complete) clearTimeout(impatience);
    if (complete) void finish(!more);
  });
}

function write(res: HttpResponse, answer: HttpAnswer, close: boolean): void {
  res.cork(() => {
    res.writeStatus(`${answer.status} ${STATUS_CODES[answer.status] ?? ''}`);
    for (const [name, value] of Object.entries(answer.headers ?? {})) res.writeHeader(name, value);
    if (close) res.writeHeader('connection', 'close');
    res.end(answer.body ?? '', close);
  });
}

function socketBehavior<U>(options: ListenOptions, endpoint: Endpoint<U>) {
  const of = (ws: WebSocket<Data<U>>) => ws.getUserData().socket!;
  return {
    // Off: deflating one frame of 1.5 KB took 24 µs of CPU when measured, more than all else that sending it costs, and
    // n and id, which differ from socket to socket, would have it done for each; besides memory for a window each.
    compression: uWS.DISABLED,
    maxPayloadLength: options.maxMessageBytes,
    // 0 is no limit: past one uWS drops frames silently. What is buffered is bounded above, by conflation.
    maxBackpressure: 0,
    idleTimeout: 60,
    sendPingsAutomatically: true,
    upgrade: (res: HttpResponse, req: UwsRequest, context: us_socket_context_t) =>
      upgrade(res, req, context, options.protocol, endpoint),
    open(ws: WebSocket<Data<U>>) {
      const data = ws.getUserData();
      data.socket = new UwsSocket(ws, data.user);
      endpoint.open(data.socket);
    },
    message: (ws: WebSocket<Data<U>>, bytes: ArrayBuffer) => endpoint.message(of(ws), new Uint8Array(bytes)),
    drain: (ws: WebSocket<Data<U>>) => endpoint.drain(of(ws)),
    close(ws: WebSocket<Data<U>>) {
      const socket = of(ws);
      socket.closed = true;
      endpoint.close(socket);
    },
  };
}

/**
 * Decided at once, inside uWS's own handler: one that upgrades later has to do it in a `cork`, and the end of that one
 * reads what the request was, which is freed by then; now and then it closed the socket that had just opened
 * (uWebSockets #1929).
 */
function upgrade<U>(
  res: HttpResponse,
  req: UwsRequest,
  context: us_socket_context_t,
  protocol: string,
  endpoint: Endpoint<U>,
): void {
  const head = headOf(req);
  const verdict = endpoint.upgrade(head);
  const [key, extensions] = [head.header('sec-websocket-key'), head.header('sec-websocket-extensions')];
  if ('status' in verdict) write(res, verdict, true);
  else res.upgrade<Data<U>>({ user: verdict.user }, key, protocol, extensions, context);
}

/**
 * uWS copies a message while sending it, so every numbered frame of every socket is put together in one buffer: its
 * tail is laid down once, and each socket's number and start right before it.
 */
const HEADROOM = 1024;
let scratch = Buffer.allocUnsafe(64 * 1024);
let laidDown: Uint8Array | undefined;
/** The frame last put together: making a view takes longer than filling it, and most sockets' frames lie alike. */
let view = scratch;
let viewFrom = -1;
let startThere: Uint8Array | undefined;

function numbered(start: Uint8Array, n: number, tail: Uint8Array): Uint8Array {
  const room = HEADROOM - start.length - MOST_DIGITS;
  if (room < 0) return Buffer.concat([start, Buffer.from(String(n)), tail]);
  if (tail !== laidDown) layDown(tail);
  const from = putDigits(n) - start.length;
  if (from !== viewFrom) {
    view = scratch.subarray(from, HEADROOM + tail.length);
    viewFrom = from;
    startThere = undefined;
  }
  if (start !== startThere) {
    scratch.set(start, from);
    startThere = start;
  }
  return view;
}

/** Of a whole number that is sure to be one. */
const MOST_DIGITS = 16;

function layDown(tail: Uint8Array): void {
  const end = HEADROOM + tail.length;
  if (end > scratch.length) scratch = Buffer.allocUnsafe(end * 2);
  scratch.set(tail, HEADROOM);
  laidDown = tail;
  viewFrom = -1;
}

/** Right before the tail; returns where they begin. */
function putDigits(n: number): number {
  let at = HEADROOM;
  for (let left = n; ; ) {
    const rest = Math.floor(left / 10);
    scratch[--at] = 48 + (left - 10 * rest);
    if (!rest) return at;
    left = rest;
  }
}

class UwsSocket<U> implements Socket<U> {
  readonly user: U;
  readonly #ws: WebSocket<Data<U>>;
  /** A uWS socket throws at any use after its close. */
  closed = false;
  /** Whether uWS may hold something back. Asking for how much costs as much as all else here, so only then it is asked. */
  #behind = false;

  constructor(ws: WebSocket<Data<U>>, user: U) {
    this.#ws = ws;
    this.user = user;
  }
  send(head: string, tail?: Uint8Array): void {
    this.#put(tail ? Buffer.concat([Buffer.from(head), tail]) : head);
  }
  sendNumbered(start: Uint8Array, n: number, tail: Uint8Array): void {
    if (!this.closed) this.#put(numbered(start, n, tail));
  }
  #put(message: string | Uint8Array): void {
    if (!this.closed && this.#ws.send(message, false, false) !== SENT) this.#behind = true;
  }
  together(work: () => void): void {
    if (this.closed) {
      work();
      return;
    }
    this.#ws.cork(work);
    // What the end of it could not write, uWS does not say.
    this.#behind = true;
  }
  buffered(): number {
    if (!this.#behind || this.closed) return 0;
    const bytes = this.#ws.getBufferedAmount();
    this.#behind = bytes > 0;
    return bytes;
  }
  close(code: number, reason: string): void {
    if (!this.closed) this.#ws.end(code, reason);
  }
}

/** What uWS's `send` answers when it holds nothing back. */
const SENT = 1;
