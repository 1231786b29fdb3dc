/** A RESO record against what was known, to market events. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packKnown, unpackKnown } from '../../../../processors/intake/known-listing.ts';
import { type KnownListing, readListing } from '../../../../processors/intake/read-listing.ts';
import { createRivalOf, type Rivals } from '../../../../processors/intake/rival-of.ts';
import { receiveMarketEvent } from '../../../../processors/receive-market-event.ts';
import type { PropertyRecord } from '../../../../schemas/reso.ts';

const AT = Date.parse('2026-11-25T12:00:00Z');
const REGISTRY = {
  version: 1,
  competitors: [
    { id: 'acme', kind: 'brokerage' as const, name: 'Acme Realty', aliases: ['Acme  Homes', 'ACME'] },
  ],
  ignored: ['Partner Homes'],
};
const source = (rivals: Rivals = 'others') => ({
  ...{ name: 'reso', tenant: 'main', areas: new Map([['83702', 'North End']]) },
  rivalOf: createRivalOf(rivals, ['us'], REGISTRY),
});
const RECORD: PropertyRecord = {
  ...{ ListingKey: 'L1', StandardStatus: 'Active', ListPrice: 449_000, BedroomsTotal: 3 },
  ...{ BathroomsTotalInteger: 2, DaysOnMarket: 4, City: 'Boise', PostalCode: '83702' },
  ...{ ListAgentKey: 'us', ListOfficeKey: 'o1', ModificationTimestamp: '2026-11-25T11:00:00Z' },
};
const read = (record: PropertyRecord | undefined, known?: KnownListing, sequence = 7, rivals?: Rivals) =>
  readListing(source(rivals), { listing: 'L1', sequence, at: AT, record }, known);
const KNOWN: KnownListing = {
  ...{ seq: 5, area: 'North End', price: 449_000, status: 'active', beds: 3, baths: 2 },
};
const events = (outcome: ReturnType<typeof read>) => (outcome.kind === 'told' ? outcome.events : outcome);

describe('a record', () => {
  it('that is new becomes a listing event, whole', () => {
    expect(events(read(RECORD))).toEqual([
      {
        ...{
          id: 'reso:7:listing',
          tenant: 'main',
          at: AT - 3_600_000,
          seq: 7,
          type: 'listing',
          change: 'new',
        },
        ...{ listing: 'L1', area: 'North End', price: 449_000, status: 'active', beds: 3, baths: 2 },
        ...{ daysOnMarket: 4, source: 'reso' },
      },
    ]);
  });

  it.each<[string, Partial<PropertyRecord>, object]>([
    ['price', { ListPrice: 429_000 }, { change: 'price', price: 429_000 }],
    ['price as text', { ListPrice: '429000.50' }, { change: 'price', price: 429_000.5 }],
    ['price below nothing', { ListPrice: -0 }, { change: 'price', price: 0 }],
    ['status', { StandardStatus: 'Pending' }, { change: 'status', status: 'pending' }],
    ['both', { StandardStatus: 'Pending', ListPrice: 1 }, { change: 'status', price: 1 }],
    ['expired', { StandardStatus: 'Expired' }, { change: 'expired', status: 'expired' }],
    ['withdrawn', { StandardStatus: 'Withdrawn' }, { change: 'expired', status: 'withdrawn' }],
    ['area', { PostalCode: '83703' }, { change: 'status', area: 'Boise' }],
    ['no city', { City: null, PostalCode: '99999' }, { area: '99999' }],
  ])('whose %s changed says so', (_, change, said) =>
    expect(events(read({ ...RECORD, ...change }, KNOWN))).toMatchObject([said]),
  );

  it('that says nothing new tells nothing', () => {
    expect(read(RECORD, KNOWN)).toEqual({ kind: 'nothing' });
    expect(read({ ...RECORD, ModificationTimestamp: '2026-11-25T11:30:00Z' }, KNOWN)).toEqual({
      kind: 'nothing',
    });
  });

  it('that the feed shows no longer is deleted, once', () => {
    const gone = read(undefined, KNOWN);
    expect(events(gone)).toMatchObject([{ change: 'expired', status: 'delete', price: 449_000, at: AT }]);
    expect(gone.kind === 'told' && read(undefined, gone.known, 8)).toEqual({ kind: 'nothing' });
    expect(read(undefined)).toEqual({ kind: 'nothing' });
  });

  it.each<[string, Partial<PropertyRecord>]>([
    ['City', { City: ' ', PostalCode: undefined }],
    ['ListPrice', { ListPrice: null }],
    ['ListPrice', { ListPrice: -5 }],
    ['StandardStatus', { StandardStatus: 7 }],
  ])('without its %s cannot be told of', (field, change) =>
    expect(read({ ...RECORD, ...change })).toEqual({ kind: 'unusable', field }),
  );

  it.each(['not a time', '2030-01-01T00:00:00Z', '2001-01-01T00:00:00Z', undefined])(
    'whose time is %s happened when it was read',
    (ModificationTimestamp) =>
      expect(events(read({ ...RECORD, ModificationTimestamp }))).toMatchObject([{ at: AT }]),
  );

  it('is told under a number above all that was told before', () => {
    expect(events(read({ ...RECORD, ListPrice: 1 }, { ...KNOWN, seq: 9 }, 7))).toMatchObject([
      { id: 'reso:7:listing', seq: 10 },
    ]);
  });

  it('comes to what market shards take, whatever it is, or to nothing', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.constant(null),
      fc.constant('Active'),
      fc.constant('9'),
    );
    const record = fc.record(Object.fromEntries(Object.keys(RECORD).map((key) => [key, value])));
    fc.assert(
      fc.property(record, (any) => {
        const outcome = read(any as PropertyRecord, undefined, 7);
        if (outcome.kind !== 'told') return;
        for (const event of outcome.events) {
          const receipt = receiveMarketEvent(event, AT);
          if (!receipt.ok) expect(['agent', 'area']).toContain(receipt.problem.field);
        }
        expect(unpackKnown(packKnown(outcome.known))).toEqual(outcome.known);
      }),
    );
  });
});

describe('a competitor', () => {
  const theirs = { ...RECORD, ListAgentKey: 'a9', ListOfficeKey: 'o9', ListOfficeName: 'acme homes' };
  const known = { ...KNOWN, rival: 'acme' };
  it('is named by the registry, else by the key of its agent', () => {
    expect(events(read(theirs))).toMatchObject([
      { type: 'listing' },
      {
        id: 'reso:7:competitor',
        seq: 7,
        type: 'competitor',
        agent: 'acme',
        change: 'listing_taken',
        listing: 'L1',
      },
    ]);
    expect(events(read({ ...theirs, ListOfficeName: null }))).toMatchObject([{}, { agent: 'a9' }]);
    expect(events(read({ ...theirs, ListOfficeName: null }, undefined, 7, 'registry'))).toHaveLength(1);
    expect(events(read(theirs, undefined, 7, 'none'))).toHaveLength(1);
    expect(events(read({ ...theirs, ListOfficeName: 'Partner Homes' }))).toHaveLength(1);
    expect(events(read(RECORD))).toHaveLength(1);
  });
  it.each<[string, Partial<PropertyRecord>]>([
    ['price_cut', { ListPrice: 400_000 }],
    ['sold', { StandardStatus: 'Closed' }],
    ['sold', { StandardStatus: 'Closed', ListPrice: 400_000 }],
  ])('makes a move: %s', (change, made) =>
    expect(events(read({ ...theirs, ...made }, known))).toMatchObject([{ type: 'listing' }, { change }]),
  );
  it('makes none by a rise, an end, or a listing that was sold long ago', () => {
    expect(events(read({ ...theirs, ListPrice: 500_000 }, known))).toHaveLength(1);
    expect(events(read({ ...theirs, StandardStatus: 'Expired', ListPrice: 1 }, known))).toHaveLength(1);
    expect(events(read({ ...theirs, StandardStatus: 'Closed' }))).toHaveLength(1);
  });
  it('takes over a listing that was ours', () => {
    expect(events(read(theirs, KNOWN))).toMatchObject([{ type: 'competitor', change: 'listing_taken' }]);
  });
});
