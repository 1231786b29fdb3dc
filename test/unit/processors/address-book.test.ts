import { describe, expect, it } from 'vitest';
import { type AddressCard, keepAddress } from '../../../processors/address-book.ts';
import type { AddressEvent, SuppressionEvent } from '../../../schemas/system-event.ts';

const HASH = 'a'.repeat(64);
let at = 1000;
const says = (lead: string, word: AddressEvent['says']): AddressEvent => ({
  ...{ id: `${lead}:${word}:${at}`, tenant: 'main', lead, at: at++, type: 'address', hash: HASH },
  ...{ kind: 'phone', says: word },
});

/** The card after these words, and whom the last of them was passed on to. */
function after(words: readonly AddressEvent[], start?: AddressCard) {
  let card = start;
  let told: [lead: string, suppressed: boolean][] = [];
  for (const word of words) {
    const outcome = keepAddress(card, word);
    told = [];
    if (outcome.kind !== 'pass') continue;
    card = outcome.value.state;
    told = outcome.value.outputs.flatMap((output) => {
      if (output.to !== 'outbox') return [];
      const { lead, suppressed } = output.event as SuppressionEvent;
      return [[lead, suppressed]];
    });
  }
  return { card: card!, told };
}

describe('an opt-out that was none', () => {
  const here = ['ana', 'bea'].map((lead) => says(lead, 'here'));

  it('is taken back for everyone with the address', () => {
    const { card, told } = after([...here, says('ana', 'opted_out'), says('ana', 'withdrawn')]);
    expect(card.suppressedAt).toBe(0);
    expect(told).toEqual([['bea', false]]);
  });

  it.each([
    ['before', ['bea', 'ana']],
    ['after', ['ana', 'bea']],
  ])('takes back nobody else’s: another opted out %s', (_, order) => {
    const outs = order.map((lead) => says(lead, 'opted_out'));
    const { card, told } = after([...here, ...outs, says('ana', 'withdrawn')]);
    expect(card.suppressedAt).toBeGreaterThan(0);
    expect(told).toEqual([]);
    expect(after([says('bea', 'withdrawn')], card).card.suppressedAt).toBe(0);
  });

  it('takes back nothing where it is not known who opted out', () => {
    const old: AddressCard = { v: 1, hash: HASH, leads: ['ana', 'bea'], suppressedAt: 5 };
    expect(after([says('ana', 'withdrawn')], old).card.suppressedAt).toBe(5);
    const both = after([says('ana', 'opted_out'), says('ana', 'withdrawn')], old);
    expect(both.card.suppressedAt).toBeGreaterThan(0);
  });

  it('of one lead out of more than are remembered takes back nothing', () => {
    const many = Array.from({ length: 500 }, (_, i) => says(`l${i}`, 'opted_out'));
    const { card } = after([...many, says('one more', 'opted_out')]);
    const all = [...many.map(({ lead }) => lead), 'one more'].map((lead) => says(lead, 'withdrawn'));
    expect(after(all, card).card.suppressedAt).toBeGreaterThan(0);
  });
});

it('an opt-in allows the address again, whoever opted out', () => {
  const { card } = after([
    ...[says('ana', 'here'), says('ana', 'opted_out'), says('bea', 'opted_out'), says('ana', 'opted_in')],
  ]);
  expect(card).toMatchObject({ suppressedAt: 0, by: [] });
});
