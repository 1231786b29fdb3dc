/** A WebSocket of a bench client. */
import { once } from 'node:events';
import WebSocket from 'ws';

const OPEN_MS = 20_000;

/** The gateway may not be up yet. */
export async function openSocket(url: string, token: string): Promise<WebSocket> {
  for (const start = performance.now(); ; ) {
    const socket = new WebSocket(url, ['doorstep.v1', `bearer.${token}`], {
      perMessageDeflate: false,
      skipUTF8Validation: true,
    });
    try {
      await once(socket, 'open');
      socket.on('close', (code, reason) => {
        throw new Error(`the gateway closed the socket: ${code} ${reason}`);
      });
      return socket;
    } catch (error) {
      if (performance.now() - start > OPEN_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
