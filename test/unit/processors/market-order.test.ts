import { describe, expect, it } from 'vitest';
import { createMarketFlow } from '../../../pipelines/market.ts';
import type { MarketShardEvent } from '../../../processors/decode-market-entry.ts';
import type { MarketState } from '../../../processors/market-state.ts';
import { createPlayer, NOW } from './play.ts';

const HOUR = 3_600_000;
const player = () => createPlayer<MarketState, MarketShardEvent>(createMarketFlow({ shards: 1 }));
let n = 0;
const said = (source: string | undefined, seq: number, at: number, price: number) => ({
  ...{ id: `e${n++}`, at, seq, type: 'listing', area: 'Old Town', listing: 'a', change: 'price', price },
  ...(source !== undefined && { source }),
});
const priceAfter = async (events: object[]) => {
  const p = player();
  const played = await p.play(events);
  return [
    p.states.get('main/listing/a')!.listing!.price,
    played.map(({ outcome }) => (outcome.kind === 'pass' ? 'taken' : outcome.kind)),
  ];
};

describe('what is said of a listing', () => {
  it('by a feed is heard after a file that was numbered by time', async () => {
    expect(
      await priceAfter([said('import', NOW, NOW, 400_000), said('reso-1', 7, NOW + HOUR, 390_000)]),
    ).toEqual([390_000, ['taken', 'taken']]);
  });

  it('by a file that tells of before what a feed told changes nothing', async () => {
    expect(
      await priceAfter([said('reso-1', 7, NOW, 390_000), said('import', NOW - HOUR, NOW - HOUR, 400_000)]),
    ).toEqual([390_000, ['taken', 'drop']]);
  });

  it('within one source goes by its numbers, whatever the time and the others', async () => {
    expect(
      await priceAfter([
        said('reso-1', 7, NOW, 390_000),
        said('reso-1', 8, NOW - HOUR, 380_000), // the record names an earlier time
        said('import', NOW + HOUR, NOW + HOUR, 370_000),
        said('reso-1', 8, NOW + 2 * HOUR, 1),
        said('reso-1', 9, NOW + 2 * HOUR, 360_000),
      ]),
    ).toEqual([360_000, ['taken', 'taken', 'taken', 'drop', 'taken']]);
  });

  it('under no name is a source, too, as it was before there were names', async () => {
    expect(
      await priceAfter([
        said(undefined, 5, NOW, 390_000),
        said(undefined, 4, NOW + HOUR, 1),
        said('reso-1', 1, NOW - HOUR, 2),
        said('reso-1', 2, NOW + HOUR, 380_000),
      ]),
    ).toEqual([380_000, ['taken', 'drop', 'drop', 'taken']]);
  });

  it('keeps numbers of the sources heard last, in bounded room', async () => {
    const p = player();
    await p.play(Array.from({ length: 30 }, (_, i) => said(`s${i}`, 1, NOW + i, 400_000 - i)));
    expect(Object.keys(p.states.get('main/listing/a')!.seqs)).toEqual(
      Array.from({ length: 8 }, (_, i) => `listing/s${22 + i}`),
    );
  });
});
