/**
 * The transport port: HTTP and WebSocket on one address. Routing, auth and meaning live above it, so that both
 * libraries (uWebSockets.js, and ws on node:http) stay thin and pass one contract suite.
 */

/** Method, path and headers: what is known before a body. */
export interface RequestHead {
  method: string;
  /** As sent: percent-encoded, without the query. */
  path: string;
  /** After the `?`, or empty. */
  query: string;
  /** A header by its lower-case name; empty when absent. */
  header(name: string): string;
}

export interface HttpRequest extends RequestHead {
  /** The whole body; null when it is larger than `maxBodyBytes` (it was discarded). */
  body: Uint8Array | null;
}

export interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** One open WebSocket. Every method is harmless after it closed. */
export interface Socket<U> {
  user: U;
  /** One text frame: `head`, followed by `tail` (UTF-8 bytes shared by many sockets; never changed afterwards). */
  send(head: string, tail?: Uint8Array): void;
  /** The same with `start` and the digits of `n` for a head: what many sockets hear at once. */
  sendNumbered(start: Uint8Array, n: number, tail: Uint8Array): void;
  /** Runs `work` at once; what it sends leaves together, in as few system calls as it fits in. */
  together(work: () => void): void;
  /** Bytes accepted by `send` that the kernel has not taken yet. */
  buffered(): number;
  close(code: number, reason: string): void;
}

/** What is served. `request` must not reject; `upgrade` and the handlers of sockets must not throw. */
export interface Endpoint<U> {
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Decides on a WebSocket upgrade, at once: the socket's `user`, or the answer that refuses it. */
  upgrade(head: RequestHead): { user: U } | HttpAnswer;
  open(socket: Socket<U>): void;
  message(socket: Socket<U>, bytes: Uint8Array): void;
  /** Something buffered went out after {@link Socket.buffered} had exceeded 64 KiB. */
  drain(socket: Socket<U>): void;
  close(socket: Socket<U>): void;
}

export interface ListenOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  /** The WebSocket path, and the subprotocol answered on it. */
  socketPath: string;
  protocol: string;
  maxBodyBytes: number;
  /** A longer message closes its socket with 1009. */
  maxMessageBytes: number;
  /** A request that has not come whole by then is cut off, so that nobody holds connections by sending slowly. */
  requestMs: number;
}

export interface Listening {
  port: number;
  /** Takes no new connection; open sockets are the caller's to close first. */
  close(): Promise<void>;
}

/** Starts to listen. Rejects when the address cannot be had, naming it. */
export type Listen = <U>(options: ListenOptions, endpoint: Endpoint<U>) => Promise<Listening>;

/** How much of an oversized body is read and thrown away, so that its sender hears the 413 before the close. */
export const DISCARD_FACTOR = 8;

export const cannotListen = ({ host, port }: ListenOptions, cause: string): Error =>
  new Error(`cannot listen on ${host}:${port} (${cause}). Set HOST or PORT to an address that is free`);
