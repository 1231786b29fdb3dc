/**
 * The lightest WebSocket client (RFC 6455) that can still count: it walks frame headers in a buffer that all sockets
 * share, and parses, copies and unmasks nothing. What a bench reads with must not be what it measures.
 */
import { connect, type Socket } from 'node:net';

const NOTHING = Buffer.alloc(0);
const shared = Buffer.allocUnsafe(1024 * 1024);
const TEXT = 0x81;
const PONG = 0x8a;
const PING_OPCODE = 9;
const CLOSE_OPCODE = 8;

export interface RawSocketOptions {
  /** `ws://host:port/path`. */
  url: string;
  protocols?: string[];
  /** A text frame's payload lies in `bytes` from `start` to `end`, for the time of the call. */
  onText(bytes: Buffer, start: number, end: number): void;
  onClose(): void;
}

export interface RawSocket {
  /** One text frame, of less than 64 KiB. */
  send(text: string): void;
  end(): void;
}

/** Resolves when the server has switched protocols; rejects with its status line when it refuses. */
export function openRawSocket({ url, protocols, onText, onClose }: RawSocketOptions): Promise<RawSocket> {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    /** The beginning of a frame that was not whole in what the kernel gave. */
    let carry: Buffer = NOTHING;
    let upgraded = false;
    const take = (bytes: Buffer) => {
      let from = 0;
      if (!upgraded) {
        const end = bytes.indexOf('\r\n\r\n');
        if (end < 0) return bytes;
        const [status = ''] = bytes.toString('latin1', 0, end).split('\r\n');
        if (!status.includes(' 101 ')) {
          reject(new Error(`${url}: ${status}`));
          socket.destroy();
          return NOTHING;
        }
        upgraded = true;
        resolve({ send: (text) => write(socket, TEXT, Buffer.from(text)), end: () => socket.destroy() });
        from = end + 4;
      }
      const rest = walk(bytes, from, onText, socket);
      return rest === bytes.length ? NOTHING : bytes.subarray(rest);
    };
    const socket = connect({
      ...{ host: hostname, port: Number(port), noDelay: true },
      onread: {
        buffer: shared,
        callback(count, buffer) {
          const chunk = (buffer as Buffer).subarray(0, count);
          const rest = take(carry.length ? Buffer.concat([carry, chunk]) : chunk);
          carry = rest.length ? Buffer.from(rest) : NOTHING;
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.on('close', onClose);
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n` +
        `${protocols ? `Sec-WebSocket-Protocol: ${protocols.join(', ')}\r\n` : ''}\r\n`,
    );
  });
}

/** Goes from frame to frame; returns where the first begins that is not whole. */
function walk(bytes: Buffer, from: number, onText: RawSocketOptions['onText'], socket: Socket): number {
  for (let at = from; ; ) {
    if (bytes.length - at < 2) return at;
    const opcode = bytes[at]! & 15;
    const short = bytes[at + 1]! & 127;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length - at < head) return at;
    const length =
      short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? bytes.readUInt32BE(at + 6) : short;
    const end = at + head + length;
    if (end > bytes.length) return at;
    if (opcode === 1) onText(bytes, at + head, end);
    else if (opcode === PING_OPCODE) write(socket, PONG, bytes.subarray(at + head, end));
    else if (opcode === CLOSE_OPCODE) socket.end();
    at = end;
  }
}

/** A client masks what it sends; a mask of zeros leaves the bytes as they are. */
function write(socket: Socket, first: number, payload: Uint8Array): void {
  const { length } = payload;
  const head = length < 126 ? [first, 0x80 | length] : [first, 0x80 | 126, length >> 8, length & 255];
  socket.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]));
}
