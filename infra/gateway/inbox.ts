/** Frames of one client: parsed, checked, limited in size and rate, and worked in order. */
import type { Static } from 'typebox';
import { CLIENT_FRAME_CHECKERS, type Subscribe, type Unsubscribe } from '../../schemas/frames.ts';
import { MAX_FRAME_BYTES } from '../../schemas/limits.ts';
import type { Problem } from '../../schemas/words.ts';

/** Token bucket: this many frames at once, refilled by this many a second. */
const BURST = 250;
const PER_SECOND = 50;
/** Frames refused for their rate before the socket is closed. */
const PATIENCE = 250;

export interface InboxHandlers {
  refuse(code: string, problem: Problem, id?: string): void;
  /** Answered at once, whatever else waits. */
  ping(): void;
  subscribe(frame: Static<typeof Subscribe>): Promise<void>;
  unsubscribe(frame: Static<typeof Unsubscribe>): Promise<void>;
  /** Whether the tenant may send one more frame now, over all its sockets. */
  maySpend(): boolean;
  tooMany(): void;
}

type Parsed = { problem: Problem; code: string; id?: string } | { frame: Frame };
type Frame = Static<typeof Subscribe> | Static<typeof Unsubscribe> | { type: 'ping' };

export function createInbox(handlers: InboxHandlers): { take(bytes: Uint8Array): void } {
  let tokens = BURST;
  let filledAt = Date.now();
  let work = Promise.resolve();
  const mayPass = () => {
    const now = Date.now();
    tokens = Math.min(BURST, tokens + ((now - filledAt) * PER_SECOND) / 1000) - 1;
    filledAt = now;
    return tokens >= 0;
  };
  return {
    take(bytes) {
      if (!mayPass()) {
        if (tokens < -PATIENCE) handlers.tooMany();
        else handlers.refuse('rate_limited', RATE);
        return;
      }
      if (!handlers.maySpend()) return handlers.refuse('rate_limited', TENANT_RATE);
      const parsed = parseFrame(bytes);
      if ('problem' in parsed) handlers.refuse(parsed.code, parsed.problem, parsed.id);
      else if (parsed.frame.type === 'ping') handlers.ping();
      else work = work.then(() => dispatch(parsed.frame, handlers));
    },
  };
}

async function dispatch(frame: Frame, handlers: InboxHandlers): Promise<void> {
  if (frame.type === 'subscribe') await handlers.subscribe(frame);
  else if (frame.type === 'unsubscribe') await handlers.unsubscribe(frame);
}

const RATE: Problem = {
  field: '(frame)',
  message: `was ignored: more than ${PER_SECOND} frames a second`,
  fix: 'Send fewer frames',
};
const TENANT_RATE: Problem = {
  field: '(frame)',
  message: 'was ignored: the tenant’s sockets send more frames a second than this gateway takes',
  fix: 'Subscribe to an agent or the tenant in place of single leads, or ask the operator for more MAX_FRAMES',
};
const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseFrame(bytes: Uint8Array): Parsed {
  if (bytes.byteLength > MAX_FRAME_BYTES) {
    return malformed(`is longer than ${MAX_FRAME_BYTES} bytes`, 'Send smaller frames');
  }
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    return malformed('is not JSON in UTF-8', 'Send one JSON object a frame');
  }
  if (typeof value !== 'object' || value === null) return malformed('is not an object', 'Send a JSON object');
  const { type, id } = value as { type?: unknown; id?: unknown };
  const checker = CLIENT_FRAME_CHECKERS[type as Frame['type']];
  const named = typeof id === 'string' ? { id: id.slice(0, 64) } : {};
  if (typeof type !== 'string' || !Object.hasOwn(CLIENT_FRAME_CHECKERS, type)) {
    const fix = `Use one of: ${Object.keys(CLIENT_FRAME_CHECKERS).join(', ')}`;
    return {
      code: 'invalid',
      problem: { field: 'type', message: 'is not a known frame type', fix },
      ...named,
    };
  }
  const problem = checker.check(value);
  return problem ? { code: 'invalid', problem, ...named } : { frame: value as Frame };
}

const malformed = (message: string, fix: string): Parsed => ({
  code: 'malformed',
  problem: { field: '(frame)', message, fix },
});
