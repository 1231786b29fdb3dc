/** A plain listener on the gateway's socket, as any program may be one. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { pause } from '../infra/run.ts';
import type { ClientFrame } from '../schemas/frames.ts';

/** Calls `onInsight` for every insight of the token's tenant until the signal aborts; connects again when cut off. */
export async function watchInsights(
  url: string,
  token: string,
  onInsight: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const socket = new WebSocket(new URL('/v1/stream', url.replace(/^http/, 'ws')), [
      'doorstep.v1',
      `bearer.${token}`,
    ]);
    const closed = once(socket, 'close').catch(() => {});
    const end = () => socket.close();
    signal.addEventListener('abort', end, { once: true });
    socket.on('open', () => {
      const subscribe: ClientFrame = { type: 'subscribe', id: 'all', topic: { kind: 'tenant' } };
      socket.send(JSON.stringify(subscribe));
    });
    socket.on('message', (bytes) => {
      if (JSON.parse(String(bytes)).type === 'delta') onInsight();
    });
    socket.on('error', () => {}); // 'close' follows
    await closed;
    signal.removeEventListener('abort', end);
    await pause(500, signal);
  }
}
