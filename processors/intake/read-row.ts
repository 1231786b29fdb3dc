/** A row of a file to a market event, the same for the same row whenever it is read. */
import { createHash } from 'node:crypto';
import type { MarketEvent } from '../../schemas/market-event.ts';
import type { Problem } from '../../schemas/words.ts';
import { type Received, refuse } from '../receipt.ts';
import { marketShardKey, receiveMarketEvent } from '../receive-market-event.ts';
import { type Columns, FIELDS, type FileKind } from './file-columns.ts';
import { changeOf } from './read-listing.ts';

export type Row = Readonly<Record<string, unknown>>;

/** `field` of a problem is the column's header. `same`: the row before said all of it. */
export type RowOutcome =
  | { kind: 'event'; event: Received<MarketEvent> }
  | { kind: 'same' }
  | { kind: 'bad'; problem: Problem };

/** Sources of files: times are numbers far above those that a file brings. */
const [BY_TIME, NUMBERED] = ['import', 'import-numbered'] as const;

type State = Parameters<typeof changeOf>[1];
type Values = Record<string, string | number>;

/** Reads rows of one file in their order: oldest first, or only the newest of a listing counts. */
export function createRowReader(kind: FileKind, tenant: string) {
  const listings = new Map<string, State>();
  const last = new Map<string, { at: number; seq: number; id: string }>();

  /** The time; of several rows of one market key at one time the later row is the later fact. */
  function sequence(key: string, at: number, id: string): number {
    const before = last.get(key);
    const again = before?.at === at && before.id !== id;
    const seq = again ? before.seq + 1 : before?.at === at ? before.seq : at;
    last.set(key, { at, seq, id });
    return seq;
  }

  /** @param now epoch ms of reading */
  return function readRow(row: Row, columns: Columns, now: number): RowOutcome {
    const read = readValues(kind, row, columns);
    if ('problem' in read) return { kind: 'bad', problem: read.problem };
    const { values } = read;
    const { seq, ...facts } = values;
    const id = `import:${createHash('sha256')
      .update(JSON.stringify([kind, tenant, values]))
      .digest('hex')
      .slice(0, 32)}`;
    const state = kind === 'listing' ? stateOf(values) : undefined;
    const change = values.change ?? (state && changeOf(listings.get(String(values.listing)), state));
    if (state && !change) return { kind: 'same' };
    const source = seq === undefined ? BY_TIME : NUMBERED;
    const draft = { ...facts, id, tenant, type: kind, seq: seq ?? 0, source, ...(change && { change }) };
    const receipt = receiveMarketEvent(draft, now);
    if (!receipt.ok) return { kind: 'bad', problem: inColumn(receipt.problem, columns) };
    const { event } = receipt;
    if (state) listings.set(String(values.listing), state);
    if (seq === undefined) event.seq = sequence(marketShardKey(event), event.at, id);
    return { kind: 'event', event };
  };
}

function stateOf({ area, price, status = '', beds, baths }: Values): State {
  const homes = { ...(beds !== undefined && { beds }), ...(baths !== undefined && { baths }) };
  return { area, price, status, ...homes } as State;
}

/** Members with a value, in the order of {@link FIELDS}. */
function readValues(kind: FileKind, row: Row, columns: Columns): { values: Values } | { problem: Problem } {
  const values: Values = {};
  for (const [field, { as, needed }] of Object.entries(FIELDS[kind])) {
    const header = columns.get(field);
    const value = header === undefined ? undefined : row[header];
    const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
    if (!text) {
      if (needed) return refuse(header ?? field, `is empty (${field})`, 'Fill it in, or leave the row out');
      continue;
    }
    const read = READ[as](text);
    if (read === undefined) return refuse(header!, `is no ${as} (${field}): "${text.slice(0, 40)}"`, HOW[as]);
    values[field] = field === 'status' ? String(read).toLowerCase() : read;
  }
  return { values };
}

const HOW = {
  text: '',
  number: 'Write it like 449000, 449,000 or $449,000',
  time: 'Write it like 2026-11-25T09:30:00-07:00, 2026-11-25, or epoch ms',
  sequence: 'Write a whole number that grows',
};

const READ: Record<keyof typeof HOW, (text: string) => string | number | undefined> = {
  text: (text) => text,
  number(text) {
    const plain = /^\$?\s*(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?\s*%?$/.exec(text);
    return plain ? Number(`${plain[1]!.replaceAll(',', '')}${plain[2] ?? ''}`) : undefined;
  },
  time(text) {
    if (/^\d{12,14}$/.test(text)) return Number(text);
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00Z`;
    return /^\d{4}-\d\d-\d\d[Tt ]/.test(text) ? text : undefined;
  },
  sequence: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
};

const inColumn = ({ field, message, fix }: Problem, columns: Columns): Problem => ({
  field: columns.get(field) ?? field,
  message: `${message} (${field})`,
  fix,
});
