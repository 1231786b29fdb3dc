/**
 * A file of listings, area indices or competitors' moves into the market. The same row has the same id whenever it is
 * read, so that a file may simply be read again after an interruption, or when it has grown.
 */
import { type Columns, columnsOf, type FileKind } from '../processors/intake/file-columns.ts';
import { createRowReader } from '../processors/intake/read-row.ts';
import { marketShardKey } from '../processors/receive-market-event.ts';
import type { Problem } from '../schemas/words.ts';
import type { Checked, Intake } from './intake.ts';
import { readTable, type TableFormat } from './read-table.ts';

export interface ImportOptions {
  file: string;
  format: TableFormat;
  kind: FileKind;
  tenant: string;
  /** Header to member of the event. */
  mapping: Readonly<Record<string, string>>;
  /** Absent: the file is only checked. */
  intake: Pick<Intake, 'send'> | undefined;
  /** Told of each row that is left out. */
  onBad(line: number, problem: Problem): void;
  /** Told after each batch; `offset` in bytes of the file. */
  onProgress(offset: number): void;
}

export interface ImportCount {
  /** Events sent, or that would have been. */
  events: number;
  bad: number;
  /** Rows that say what the one before of the same listing said. */
  same: number;
  /** Whether sequence numbers were made of times. */
  byTime: boolean;
}

/** The columns do not give what an event needs. */
export class ColumnsError extends Error {
  readonly fix: string;

  constructor({ field, message, fix }: Problem) {
    super(`"${field}" ${message}`);
    this.fix = fix;
  }
}

const BATCH = 200;

/** Rejects with a {@link ColumnsError}, when the intake refuses, or the file cannot be read. */
export async function importFile(options: ImportOptions, signal: AbortSignal): Promise<ImportCount> {
  const { file, format, kind, tenant, mapping, intake, onProgress } = options;
  const count = { events: 0, bad: 0, same: 0, byTime: false };
  const onBad: ImportOptions['onBad'] = (line, problem) => {
    count.bad++;
    options.onBad(line, problem);
  };
  const readRow = createRowReader(kind, tenant);
  const columnsFor = rememberColumns(kind, mapping);
  let batch: Checked[] = [];
  const flush = async (offset: number) => {
    if (batch.length && !signal.aborted) await intake?.send(batch, signal);
    if (!signal.aborted) count.events += batch.length;
    batch = [];
    onProgress(offset);
  };
  let end = 0;
  for await (const { line, offset, row } of readTable(file, format, onBad)) {
    if (signal.aborted) break;
    const columns = columnsFor(Object.keys(row), format);
    const outcome =
      'problem' in columns
        ? { kind: 'bad' as const, problem: columns.problem }
        : readRow(row, columns.columns, Date.now());
    if ('columns' in columns) count.byTime ||= !columns.columns.has('seq');
    if (outcome.kind === 'bad') onBad(line, outcome.problem);
    else if (outcome.kind === 'same') count.same++;
    else batch.push({ key: marketShardKey(outcome.event), at: outcome.event.at, body: outcome.event });
    end = offset;
    if (batch.length >= BATCH) await flush(end);
  }
  await flush(end);
  return count;
}

/** Of CSV the columns are the file's: wrong ones end it. In JSON Lines each line has its own. */
function rememberColumns(kind: FileKind, mapping: ImportOptions['mapping']) {
  const known = new Map<string, { columns: Columns } | { problem: Problem }>();
  return (headers: string[], format: TableFormat) => {
    const key = headers.join('\n');
    const found = known.get(key) ?? columnsOf(kind, headers, present(mapping, headers, format));
    known.set(key, found);
    if ('problem' in found && format === 'csv') throw new ColumnsError(found.problem);
    return found;
  };
}

/** A line of JSON may leave out what it has no value for. */
const present = (mapping: ImportOptions['mapping'], headers: string[], format: TableFormat) =>
  format === 'csv'
    ? mapping
    : Object.fromEntries(Object.entries(mapping).filter(([header]) => headers.includes(header)));
