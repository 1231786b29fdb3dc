/** Client of the gateway: one socket, as many streams of leads as you open over it. */
import { SOCKET_PATH } from '../../../schemas/limits.ts';
import { type ConnectionState, createConnection, type ErrorFrame, type Timing } from './connection.ts';
import { createHttp } from './http.ts';
import {
  type LeadStream,
  type LeadStreamOptions,
  type LeadsTopic,
  openLeadStream,
  RefusedError,
  type RunningStream,
} from './lead-stream.ts';
import { type Fetch, platformSocket, type SocketConstructor } from './platform.ts';

export interface ClientOptions {
  /** Of the gateway: `http://127.0.0.1:8787`. */
  url: string;
  /** An access token with the scope `leads:read`, or how to get one; asked for anew with every connection. */
  token: string | (() => string | Promise<string>);
  /** Where the platform has none, or another is wanted: the `WebSocket` of `ws`. */
  WebSocket?: SocketConstructor;
  fetch?: Fetch;
  onState?(state: ConnectionState): void;
  /** What the gateway says is wrong with no stream in particular, e.g. too many frames. */
  onError?(error: ErrorFrame): void;
  timing?: Partial<Timing>;
}

export interface Client {
  state(): ConnectionState;
  /** Follows the leads of a topic; a broken connection is mended, and what was missed is told. */
  open(topic: LeadsTopic, options?: LeadStreamOptions): LeadStream;
  /** Does not wait for the back-off to end, e.g. when the network is back. */
  retryNow(): void;
  /** Ends every stream and the connection. */
  close(): void;
}

/** Connects, and keeps doing so until closed or refused. Throws where there is no WebSocket. */
export function connect(options: ClientOptions): Client {
  const { url, token, onState, onError } = options;
  const base = url.replace(/\/+$/, '');
  const getToken = () => (typeof token === 'string' ? token : token());
  const http = createHttp(base, getToken, options.fetch ?? ((path, init) => fetch(path, init)));
  const streams = new Set<RunningStream>();
  const closed = new AbortController();
  let state: ConnectionState = { kind: 'connecting' };

  const connection = createConnection({
    url: `${base.replace(/^http/, 'ws')}${SOCKET_PATH}`,
    token: getToken,
    WebSocket: options.WebSocket ?? platformSocket(),
    refusal: http.refusal,
    onState(next) {
      state = next;
      if (next.kind === 'refused') failAll(next.reason);
      onState?.(next);
    },
    onError: (frame) => onError?.(frame),
    ...(options.timing && { timing: options.timing }),
  });
  const failAll = (reason: string) => {
    const error = { code: 'refused', message: reason.replace(/\.$/, ''), fix: 'Connect with another token' };
    for (const stream of streams) stream.fail(new RefusedError(error));
  };
  void connection.run(closed.signal);

  return {
    state: () => state,
    open(topic, streamOptions = {}) {
      const stream = openLeadStream(topic, streamOptions, {
        ...{ connection, fetchLead: http.lead },
        onEnd: () => streams.delete(stream),
      });
      streams.add(stream);
      return stream;
    },
    retryNow: connection.retryNow,
    close() {
      for (const stream of streams) stream.close();
      closed.abort();
    },
  };
}
