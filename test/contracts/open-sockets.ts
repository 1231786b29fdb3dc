/** A process of its own: opens sockets on uWebSockets.js one after another, and prints how many answered. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { listenUws } from '../../infra/gateway/transport-uws.ts';

const TIMES = 200;
const limits = { maxBodyBytes: 1000, maxMessageBytes: 1000, requestMs: 5000 };
const { port } = await listenUws<null>(
  { ...{ host: '127.0.0.1', port: 0, socketPath: '/socket', protocol: 'test.v1' }, ...limits },
  {
    request: async () => ({ status: 404 }),
    upgrade: () => ({ user: null }),
    message: (socket, bytes) => socket.send(String(Buffer.from(bytes))),
    ...{ open() {}, drain() {}, close() {} },
  },
);
let answered = 0;
for (let i = 0; i < TIMES; i++) {
  const client = new WebSocket(`ws://127.0.0.1:${port}/socket`, 'test.v1');
  client.on('open', () => client.send('hello'));
  client.on('message', () => answered++);
  await Promise.race([once(client, 'message'), once(client, 'close')]);
  client.terminate();
}
console.log(`${answered} of ${TIMES}`);
process.exit();
