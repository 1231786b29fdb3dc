/** Collects a request body up to a limit; what is beyond is counted and thrown away. */
import { DISCARD_FACTOR } from './transport.ts';

export interface Body {
  /** Takes a chunk (copied). False when so much came that the connection should end now. */
  take(chunk: Uint8Array): boolean;
  /** All of it; null when it was larger than the limit. */
  whole(): Uint8Array | null;
}

export function createBody(limit: number): Body {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    take(chunk) {
      size += chunk.byteLength;
      if (size <= limit) chunks.push(Buffer.from(chunk));
      else chunks.length = 0;
      return size <= limit * DISCARD_FACTOR;
    },
    whole: () => (size > limit ? null : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)),
  };
}
