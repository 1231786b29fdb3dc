/** All states that live on a lead shard: of leads, of the tenant's addresses, and the shard's own. */
import { type AddressCard, isAddressCard, packAddressCard } from './address-book.ts';
import type { LeadState } from './lead-state.ts';
import { leadStates } from './lead-states.ts';
import { isShardWide, packShardWide, type ShardWide, shardWideOf } from './shard-wide.ts';

/** A key's kind is its state's kind, always; whoever asks for a lead's state gets a lead's. */
export type ShardState = LeadState | AddressCard | ShardWide;

const OPENING = '{'.charCodeAt(0);

export const shardStates = {
  pack(state: ShardState): Uint8Array {
    if (isShardWide(state)) return packShardWide(state);
    return isAddressCard(state) ? packAddressCard(state) : leadStates.pack(state);
  },

  /** Throws where the bytes are no state, or one of a later Doorstep. A lead's never begin as JSON does. */
  unpack(bytes: Uint8Array): ShardState {
    if (bytes[0] !== OPENING) return leadStates.unpack(bytes);
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return isAddressCard(value) ? value : shardWideOf(value);
  },
};

/** The shard's own, from what its key holds. */
export function unpackShardWide(bytes: Uint8Array): ShardWide | undefined {
  const state = shardStates.unpack(bytes);
  return isShardWide(state) ? state : undefined;
}
