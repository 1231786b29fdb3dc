/** What the library asks of its platform: a WebSocket and fetch, as browsers have them. */

/** The part of a WebSocket that is used; the browser's own and `ws` have it. */
export interface SocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
}
export type SocketConstructor = new (url: string, protocols: string[]) => SocketLike;

export const OPEN = 1;

export interface AnswerLike {
  ok: boolean;
  status: number;
  json(): Promise<unknown>;
}
export type Fetch = (url: string, init: { headers: Record<string, string> }) => Promise<AnswerLike>;

/** The platform's own. Throws where there is none: Node before 22 has no WebSocket without a flag. */
export function platformSocket(): SocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: SocketConstructor };
  if (WebSocket) return WebSocket;
  throw new Error(
    'There is no WebSocket here: give one as the option WebSocket, e.g. that of the package ws',
  );
}
