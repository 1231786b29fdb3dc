/** Bytes to JSON, or why not. */
import { type Outcome, pass, reject } from '../schemas/flow.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Never throws. `step` names the caller in the dead letter. */
export function decodeJson(bytes: Uint8Array, step: string): Outcome<unknown> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return reject(step, 'event: is not valid UTF-8. Send JSON encoded as UTF-8');
  }
  try {
    return pass(JSON.parse(text));
  } catch (error) {
    // The parser quotes what it read, which may be private: only the place is passed on.
    const place = /at position \d+/.exec((error as Error).message)?.[0] ?? `of ${text.length} characters`;
    return reject(step, `event: is not JSON (${place}). Send one JSON object`);
  }
}
