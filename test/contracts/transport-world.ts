/** A server on a transport that tests talk to: it answers with what it saw. */

import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Endpoint, HttpRequest, Listen, Listening, Socket } from '../../infra/gateway/transport.ts';
import { listenUws } from '../../infra/gateway/transport-uws.ts';
import { listenWs } from '../../infra/gateway/transport-ws.ts';

export const TRANSPORTS: [string, Listen][] = [
  ['uws', listenUws],
  ['ws', listenWs],
];

export const OPTIONS = {
  host: '127.0.0.1',
  port: 0,
  socketPath: '/socket',
  protocol: 'test.v1',
  maxBodyBytes: 1000,
  maxMessageBytes: 1000,
  requestMs: 1500,
};

/** Answers with what it saw; sockets echo, and `opened` hands the server's side to the test. */
export function echoEndpoint() {
  const opened: Socket<string>[] = [];
  const closed: string[] = [];
  const drained: string[] = [];
  const endpoint: Endpoint<string> = {
    async request(request: HttpRequest) {
      const { method, path, query, body } = request;
      if (body === null) return { status: 413, body: 'too large' };
      const seen = {
        method,
        path,
        query,
        type: request.header('content-type'),
        body: String(Buffer.from(body)),
      };
      return { status: 200, headers: { 'x-test': 'yes' }, body: JSON.stringify(seen) };
    },
    upgrade(head) {
      const user = head.header('authorization');
      return user ? { user } : { status: 401, headers: { 'x-why': 'no user' }, body: 'who are you' };
    },
    open: (socket) => void opened.push(socket),
    message: (socket, bytes) => socket.send('echo:', Buffer.from(bytes)),
    drain: (socket) => void drained.push(socket.user),
    close: (socket) => void closed.push(socket.user),
  };
  return { endpoint, opened, closed, drained };
}

export const until = async (condition: () => boolean) => {
  for (let i = 0; !condition() && i < 1000; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
};

/** Servers and clients of one test. */
export function createTransportWorld(listen: Listen) {
  let listening: Listening | undefined;
  const clients: WebSocket[] = [];
  const start = async () => {
    const echo = echoEndpoint();
    listening = await listen(OPTIONS, echo.endpoint);
    return {
      ...echo,
      stop: () => listening!.close(),
      http: `http://127.0.0.1:${listening.port}`,
      ws: `ws://127.0.0.1:${listening.port}/socket`,
    };
  };
  const dial = (url: string, user = 'ann') => {
    const client = new WebSocket(url, ['test.v1', 'other'], { headers: user ? { authorization: user } : {} });
    client.on('error', () => {});
    clients.push(client);
    return client;
  };
  const end = async () => {
    for (const client of clients.splice(0)) client.terminate();
    await listening?.close();
  };
  return { start, dial, end };
}
