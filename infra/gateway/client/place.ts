/** One subscription's place in the stream: what to ask for after a break, and whether a frame went missing. */
import type { ClientFrame, ServerFrame, StreamOptions, Topic } from '../../../schemas/frames.ts';

type SubscribeFrame = Extract<ClientFrame, { type: 'subscribe' }>;
/** Frames that belong to a subscription and count in `n`. */
export type NumberedFrame = Extract<ServerFrame, { n: number }>;

export interface Place {
  /** The id of the latest request; frames of an earlier one are foreign. */
  readonly id: string;
  /** Whether the latest request was answered. */
  readonly answered: boolean;
  /** The frame that subscribes, or subscribes again from the known place. */
  request(): SubscribeFrame;
  /**
   * Takes a frame's place in. `again`: it was taken before. `gap`: one before it was lost, subscribe again. `broken`:
   * the history is another, subscribe again.
   */
  accept(frame: NumberedFrame): 'next' | 'again' | 'gap' | 'broken';
}

/** @param name unique on the socket */
export function createPlace(name: string, topic: Topic, options?: StreamOptions): Place {
  let requests = 0;
  let n = 0;
  let known: { epoch: string; offset: Record<string, string> } | undefined;

  function move(frame: NumberedFrame) {
    if (frame.type === 'position') Object.assign(known?.offset ?? {}, frame.offset);
    else if (frame.type === 'subscribed') {
      // After a recovery the replayed frames move the place: a break among them must not skip the rest.
      if (!frame.recovered || !known) known = { epoch: frame.epoch, offset: { ...frame.offset } };
    } else if (frame.type !== 'resync' && known) known.offset[frame.shard] = frame.offset;
  }

  return {
    get id() {
      return `${name}.${requests}`;
    },
    get answered() {
      return n > 0;
    },
    request() {
      requests++;
      n = 0;
      const recover = known && { epoch: known.epoch, offset: { ...known.offset } };
      return {
        type: 'subscribe',
        id: this.id,
        topic,
        ...(options && { options }),
        ...(recover && { recover }),
      };
    },
    accept(frame) {
      if (frame.n <= n) return 'again';
      if (frame.type === 'resync') {
        known = undefined;
        return 'broken';
      }
      if (frame.n !== n + 1) return 'gap';
      n = frame.n;
      move(frame);
      return 'next';
    },
  };
}
