/** Which column of a file gives which member of a market event. */
import type { Problem } from '../../schemas/words.ts';

export const FILE_KINDS = ['listing', 'index', 'competitor'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

interface Field {
  as: 'text' | 'number' | 'time' | 'sequence';
  needed?: true;
  /** Headers taken for it besides its own name: those of RESO's Data Dictionary, the first one first. */
  known?: readonly string[];
}

const AREA: Field = { as: 'text', needed: true, known: ['City'] };
const AT: Field = { as: 'time', needed: true, known: ['ModificationTimestamp'] };
const SEQ: Field = { as: 'sequence', known: ['EntityEventSequence'] };
const COUNT: Field = { as: 'number', needed: true };

/** Members by kind. Without `seq` the time is the sequence number; without `change` a listing's rows are compared. */
export const FIELDS: Record<FileKind, Record<string, Field>> = {
  listing: {
    ...{
      listing: { as: 'text', needed: true, known: ['ListingKey', 'ListingId'] },
      area: AREA,
      at: AT,
      seq: SEQ,
    },
    ...{ price: { as: 'number', needed: true, known: ['ListPrice'] }, change: { as: 'text' } },
    ...{
      status: { as: 'text', known: ['StandardStatus'] },
      beds: { as: 'number', known: ['BedroomsTotal'] },
    },
    baths: { as: 'number', known: ['BathroomsTotalInteger'] },
    daysOnMarket: { as: 'number', known: ['DaysOnMarket'] },
  },
  index: {
    ...{ area: AREA, at: AT, seq: SEQ, inventory: COUNT, medianPrice: COUNT, daysOnMarket: COUNT },
    mortgageRate: COUNT,
  },
  competitor: {
    ...{ agent: { as: 'text', needed: true, known: ['ListAgentKey'] }, change: { as: 'text', needed: true } },
    ...{ area: AREA, at: AT, seq: SEQ, listing: { as: 'text', known: ['ListingKey', 'ListingId'] } },
  },
};

/** Member of the event to header of the file. */
export type Columns = ReadonlyMap<string, string>;

/**
 * @param headers of the file
 * @param mapping header to member; a column mapped to nothing (`""`) is left out. Other columns are known by their name
 */
export function columnsOf(
  kind: FileKind,
  headers: readonly string[],
  mapping: Readonly<Record<string, string>>,
): { columns: Columns } | { problem: Problem } {
  const fields = FIELDS[kind];
  const columns = new Map<string, string>();
  for (const [header, field] of Object.entries(mapping)) {
    if (!headers.includes(header))
      return bad(header, 'is in the mapping and not in the file', inFile(headers));
    if (field === '') continue;
    if (!fields[field]) return bad(header, `is mapped to "${field}", which is no member`, inKind(kind));
    const other = columns.get(field);
    if (other !== undefined)
      return bad(header, `is mapped to "${field}", as "${other}" is`, 'Leave one of them out');
    columns.set(field, header);
  }
  for (const [field, { known = [] }] of Object.entries(fields)) {
    if (columns.has(field)) continue;
    const free = headers.filter((header) => !(header in mapping));
    const found = [field, ...known].map((name) => free.find((header) => folded(header) === folded(name)));
    const header = found.find((name) => name !== undefined);
    if (header !== undefined) columns.set(field, header);
    else if (fields[field]!.needed)
      return bad(field, 'is given by no column', `Map a column to "${field}". ${inFile(headers)}`);
  }
  return { columns };
}

const folded = (name: string): string => name.replace(/[\s_-]/g, '').toLowerCase();
const bad = (field: string, message: string, fix: string) => ({ problem: { field, message, fix } });
const inFile = (headers: readonly string[]): string =>
  `The columns are ${headers.map((h) => `"${h}"`).join(', ')}`;
const inKind = (kind: FileKind): string => `Use one of ${Object.keys(FIELDS[kind]).join(', ')}`;
