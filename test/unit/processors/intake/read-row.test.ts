/** Rows of files to market events: columns, values, ids and sequence numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, type FileKind } from '../../../../processors/intake/file-columns.ts';
import { createRowReader, type Row } from '../../../../processors/intake/read-row.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

function columns(kind: FileKind, headers: string[], mapping: Record<string, string> = {}) {
  const found = columnsOf(kind, headers, mapping);
  if ('problem' in found) throw new Error(`${found.problem.field} ${found.problem.message}`);
  return found.columns;
}
const readAll = (rows: Row[], kind: FileKind = 'listing', mapping = {}) => {
  const read = createRowReader(kind, 'main');
  return rows.map((row) => read(row, columns(kind, Object.keys(row), mapping), NOW));
};
const home = (fields: object = {}): Row => ({
  ...{ listing: 'A1', area: 'Boise', price: '449000', at: '2026-11-20T10:00:00Z', status: 'Active' },
  ...fields,
});

describe('columns', () => {
  it('are known by their own name, by RESO’s, or by a mapping', () => {
    const reso = ['ListingKey', 'City', 'ListPrice', 'ModificationTimestamp', 'StandardStatus', 'Remarks'];
    expect([...columns('listing', reso)]).toEqual([
      ...[
        ['listing', 'ListingKey'],
        ['area', 'City'],
        ['at', 'ModificationTimestamp'],
      ],
      ...[
        ['price', 'ListPrice'],
        ['status', 'StandardStatus'],
      ],
    ]);
    const own = columns('index', [
      'Area',
      'AT',
      'inventory',
      'median price',
      'days_on_market',
      'Mortgage-Rate',
    ]);
    expect(own.get('medianPrice')).toBe('median price');
    const mapped = columns('listing', [...reso, 'Town'], { Town: 'area', StandardStatus: '' });
    expect([mapped.get('area'), mapped.get('status')]).toEqual(['Town', undefined]);
  });

  it.each<[string, string[], Record<string, string>, string, RegExp]>([
    ['none for what is needed', ['listing', 'area', 'at'], {}, 'price', /"listing", "area", "at"/],
    ['a header that is not there', ['a'], { b: 'price' }, 'b', /columns are "a"/],
    ['a member that is none', ['a'], { a: 'cost' }, 'a', /Use one of listing, area/],
    ['two for one', ['a', 'b'], { a: 'price', b: 'price' }, 'b', /Leave one of them out/],
  ])('say what is wrong: %s', (_, headers, mapping, field, fix) => {
    const found = columnsOf('listing', headers, mapping);
    expect(found).toMatchObject({ problem: { field, fix: expect.stringMatching(fix) } });
  });
});

describe('a row', () => {
  it('is an event, with the time as its number', () => {
    const at = Date.parse('2026-11-20T10:00:00Z');
    const [outcome] = readAll([home({ beds: '3', price: '$449,000.00', MLS: 'x' })]);
    expect(outcome).toEqual({
      kind: 'event',
      event: {
        ...{
          id: expect.stringMatching(/^import:[0-9a-f]{32}$/),
          tenant: 'main',
          type: 'listing',
          change: 'new',
        },
        ...{ listing: 'A1', area: 'Boise', price: 449_000, status: 'active', beds: 3, at, seq: at },
        source: 'import',
      },
    });
  });

  it('says what changed since the row before, if anything', () => {
    const later = { at: '2026-11-21' };
    const outcomes = readAll([
      home(),
      home({ ...later, price: 1 }),
      home({ at: '2026-11-22', price: 1 }),
      home({ at: '2026-11-22', price: 1, status: 'Expired' }),
    ]);
    expect(
      outcomes.map((one) => (one.kind === 'event' && 'change' in one.event ? one.event.change : one.kind)),
    ).toEqual(['new', 'price', 'same', 'expired']);
    expect(readAll([home({ change: 'price' })])).toMatchObject([{ event: { change: 'price' } }]);
  });

  it('keeps its number; of two facts of one time the later row is the later fact', () => {
    const [first, second, other] = readAll([home({ seq: '7' }), home({ seq: '9', price: 1 })])
      .concat(readAll([home(), home({ price: 2 })]).slice(1))
      .map((one) => (one.kind === 'event' ? one.event : undefined));
    expect([first!.seq, second!.seq, other!.seq - other!.at]).toEqual([7, 9, 1]);
  });

  it.each<[string, object, RegExp]>([
    ['price', { price: '449k' }, /is no number \(price\): "449k"/],
    ['price', { price: '' }, /is empty \(price\)/],
    ['at', { at: '11/20/2026' }, /is no time/],
    ['at', { at: '2026-02-30T00:00:00Z' }, /is not a time/],
    ['at', { at: '2031-01-01' }, /ahead/],
    ['seq', { seq: '-1' }, /is no sequence/],
    ['change', { change: 'sold out' }, /not one of the known values/],
    ['beds', { beds: 'three' }, /is no number/],
  ])('with a wrong %s is told by its column and value', (field, fields, message) => {
    const [outcome] = readAll([home(fields)]);
    expect(outcome).toMatchObject({
      kind: 'bad',
      problem: { field, message: expect.stringMatching(message) },
    });
  });

  it('that was wrong leaves no trace in what comes after', () => {
    expect(readAll([home({ at: '2031-01-01' }), home()])[1]).toMatchObject({ event: { change: 'new' } });
  });

  it('of an index and of a competitor is an event too', () => {
    const index = {
      area: 'Boise',
      at: '1795600000000',
      inventory: '1,204',
      medianPrice: 5,
      daysOnMarket: 30,
    };
    expect(readAll([{ ...index, mortgageRate: '6.4%' }], 'index')).toMatchObject([
      { event: { type: 'index', inventory: 1204, mortgageRate: 6.4 } },
    ]);
    const move = { agent: 'rival', area: 'Boise', at: '2026-11-20', change: 'campaign' };
    expect(readAll([move], 'competitor')).toMatchObject([
      { event: { type: 'competitor', change: 'campaign' } },
    ]);
  });

  it('has the same id and number whenever it is read, and no other row has its id', () => {
    const row = fc.record({
      listing: fc.constantFrom('A', 'B'),
      area: fc.constant('Boise'),
      price: fc.constantFrom('1', '2', '3'),
      at: fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.nat(12), (rows, cut) => {
        const whole = readAll(rows);
        expect(readAll(rows.slice(0, cut))).toEqual(whole.slice(0, cut));
        const contents = new Map<string, string>();
        whole.forEach((one, i) => {
          if (one.kind !== 'event') return;
          const content = JSON.stringify(rows[i]);
          expect(contents.get(one.event.id) ?? content).toBe(content);
          contents.set(one.event.id, content);
        });
      }),
    );
  });
});
