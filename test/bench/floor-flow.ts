/**
 * The floor: as many bytes in states, insights, talk and lists as the leads flow writes, and next to no thought.
 * What the same runtime, Redis and gateway cost without Doorstep's judgement.
 */

import { type Flow, type Output, pass, reject } from '../../schemas/flow.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey } from '../../schemas/shards.ts';
import type { Sizes } from './sizes.ts';
import { TENANT } from './traffic.ts';

interface FloorState {
  seq: number;
  agent: string;
}

/** What an insight of the floor has besides its padding. */
const HEAD_BYTES = 280;
const DAY_MS = 86_400_000;

export function createFloorFlow(sizes: Sizes): Flow<FloorState, LeadEvent> {
  const bytes = Buffer.from(sizes.state, 'base64');
  const pad = 'x'.repeat(Math.max(0, sizes.insightBytes.mean - HEAD_BYTES));
  const talk = { text: 'x'.repeat(sizes.talkBytes.mean) };
  let owed = 0;

  function outputs(event: LeadEvent, { seq, agent }: FloorState, first: boolean, now: number): Output[] {
    const { lead, id } = event;
    const cause = { kind: event.type, id };
    const at = new Date(now).toISOString();
    const told = { event: id, cause, at, happening: { type: event.type } };
    const body = { v: 1, tenant: TENANT, lead, seq, ...told, processingTimeMs: 0, stages: {}, pad };
    const all: Output[] = [{ to: 'insights', route: { tenant: TENANT, lead, agent }, body }];
    if (event.type === 'message' || event.type === 'activity') all.push({ to: 'talk', body: talk });
    for (owed += sizes.rosterRate; owed >= 1; owed--) {
      all.push({ to: 'roster', list: TENANT, member: lead, score: (seq % 100) / 100 });
    }
    if (first) {
      const due = now + DAY_MS;
      all.push({ to: 'timer', id: `${lead}/tick`, due, generation: 1, event: { id: 'tick:1', lead } });
    }
    return all;
  }

  return {
    // The name of the group: gateway and tools look at the same keys as with the real flow.
    name: 'leads',
    space: 'leads',
    decode({ bytes: json }) {
      try {
        const event = JSON.parse(Buffer.from(json).toString()) as LeadEvent;
        return pass({ key: leadKey(TENANT, event.lead), id: event.id, event });
      } catch (error) {
        return reject('decode', (error as Error).message);
      }
    },
    run: (work) =>
      work.map(({ event, state, receivedAt }) => {
        const agent = ('agent' in event && event.agent) || (state?.agent ?? '');
        const next = { seq: (state?.seq ?? 0) + 1, agent };
        return pass({ state: next, outputs: outputs(event, next, !state, receivedAt) });
      }),
    pack: () => bytes,
    // A lead that fell out of the cache: its number is gone, and nobody counts here.
    unpack: () => ({ seq: 1_000_000, agent: '' }),
  };
}
