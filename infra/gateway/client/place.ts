/** One topic's place in the stream: what to ask for after a break, and whether a frame went missing. */
import type { ClientFrame, ServerFrame, Topic } from '../../../../schemas/frames.ts';

type SubscribeFrame = Extract<ClientFrame, { type: 'subscribe' }>;
/** Frames that belong to a subscription and count in `n`. */
export type NumberedFrame = Extract<ServerFrame, { n: number }>;

export interface Subscription {
  /** The id of the latest request; frames of an earlier one are foreign. */
  readonly id: string;
  /** The frame that subscribes, or subscribes again from the known place. */
  request(): SubscribeFrame;
  /** Takes a frame's place in. `gap`: one before it was lost, subscribe again. `broken`: the history is another. */
  accept(frame: NumberedFrame): 'next' | 'gap' | 'broken';
}

export function createSubscription(name: string, topic: Topic): Subscription {
  let request = 0;
  let n = 0;
  let place: { epoch: string; offset: Record<string, string> } | undefined;

  function move(frame: NumberedFrame) {
    if (frame.type === 'position') Object.assign(place?.offset ?? {}, frame.offset);
    else if (frame.type === 'subscribed') {
      // After a recovery the replayed frames move the place: a break among them must not skip the rest.
      if (!frame.recovered || !place) place = { epoch: frame.epoch, offset: { ...frame.offset } };
    } else if (frame.type !== 'resync' && place) place.offset[frame.shard] = frame.offset;
  }

  return {
    get id() {
      return `${name}.${request}`;
    },
    request() {
      request++;
      n = 0;
      const recover = place && { epoch: place.epoch, offset: { ...place.offset } };
      return { type: 'subscribe', id: this.id, topic, ...(recover && { recover }) };
    },
    accept(frame) {
      if (frame.type === 'resync') {
        place = undefined;
        return 'broken';
      }
      if (frame.n !== n + 1) return 'gap';
      n = frame.n;
      move(frame);
      return 'next';
    },
  };
}
