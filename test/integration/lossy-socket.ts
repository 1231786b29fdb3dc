/** The WebSocket of `ws` over a bad network: some frames are lost, come twice or are overtaken by the next. */
import { WebSocket } from 'ws';
import type { SocketConstructor, SocketLike } from '../../infra/gateway/client/platform.ts';

export interface BadNetwork {
  WebSocket: SocketConstructor;
  /** While true, a quarter of the frames meets a bad fate. */
  bad: boolean;
  /** Frames that met one. */
  harmed: number;
  /** Breaks every socket. */
  break(): void;
}

interface Message {
  data: unknown;
}

/** @param random numbers in [0, 1) */
export function createBadNetwork(random: () => number): BadNetwork {
  const open = new Set<WebSocket>();
  const network: BadNetwork = {
    ...{ bad: true, harmed: 0 },
    break() {
      for (const socket of open) socket.terminate();
    },
    WebSocket: class implements SocketLike {
      onopen: (() => void) | null = null;
      onclose: (() => void) | null = null;
      onerror: (() => void) | null = null;
      onmessage: ((message: Message) => void) | null = null;
      readonly #socket: WebSocket;
      #late: Message | undefined;

      constructor(url: string, protocols: string[]) {
        this.#socket = new WebSocket(url, protocols);
        open.add(this.#socket);
        this.#socket.on('open', () => this.onopen?.());
        this.#socket.on('error', () => this.onerror?.());
        this.#socket.on('message', (data) => this.#pass({ data }));
        this.#socket.on('close', () => {
          open.delete(this.#socket);
          this.onclose?.();
        });
      }
      get readyState(): number {
        return this.#socket.readyState;
      }
      send(text: string): void {
        this.#socket.send(text);
      }
      close(): void {
        this.#socket.close();
      }

      #pass(message: Message): void {
        const fate = network.bad ? Math.floor(random() * 12) : 3;
        if (fate < 3) network.harmed++;
        const late = this.#late;
        this.#late = fate === 0 ? message : undefined;
        if (fate > 1) this.onmessage?.(message);
        if (fate === 2) this.onmessage?.(message);
        if (late) this.onmessage?.(late);
      }
    },
  };
  return network;
}
