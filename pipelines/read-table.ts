/** Rows of a file, CSV or JSON Lines, streamed, each with the line that an error needs. */
import { createReadStream } from 'node:fs';
import { type CsvError, parse } from 'csv-parse';
import type { Row } from '../processors/intake/read-row.ts';
import { isRecord } from '../processors/receipt.ts';
import type { Problem } from '../schemas/words.ts';
import { parseJson, readLines } from './read-lines.ts';

export type TableFormat = 'csv' | 'jsonl';

export interface TableRow {
  /** Of its end, where a value of it has several lines. */
  line: number;
  /** Bytes of the file up to and with it. */
  offset: number;
  row: Row;
}

type OnBad = (line: number, problem: Problem) => void;

/** By the name of the file; undefined where it does not tell. */
export function formatOf(file: string): TableFormat | undefined {
  if (/\.(csv|tsv|txt)$/i.test(file)) return 'csv';
  return /\.(jsonl|ndjson|json)$/i.test(file) ? 'jsonl' : undefined;
}

/** What is no row is told to `onBad` and left out. Rejects when the file cannot be read. */
export const readTable = (file: string, format: TableFormat, onBad: OnBad): AsyncGenerator<TableRow> =>
  format === 'csv' ? readCsv(file, onBad) : readJsonLines(file, onBad);

async function* readCsv(file: string, onBad: OnBad): AsyncGenerator<TableRow> {
  const parser = parse({
    ...{ bom: true, columns: true, info: true, trim: true, skip_empty_lines: true },
    delimiter: /\.tsv$/i.test(file) ? '\t' : ',',
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) onBad(Number(error.lines ?? 0), csvProblem(error));
      return undefined;
    },
  });
  const source = createReadStream(file).on('error', (error) => parser.destroy(error));
  const rows: AsyncIterable<{ record: Row; info: { lines: number; bytes: number } }> = source.pipe(parser);
  for await (const { record, info } of rows) yield { line: info.lines, offset: info.bytes, row: record };
}

const FIXES: Partial<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS:
    'Give it as many values as the first line has; put one with a comma in quotes',
  CSV_QUOTE_NOT_CLOSED: 'Close the quote: what follows it was read as one value, and no row of it was taken',
};

const csvProblem = ({ code, message }: CsvError): Problem => ({
  field: '(row)',
  message: message.replace(/ on line \d+$/, '').replace(/^./, (first) => first.toLowerCase()),
  fix: FIXES[code] ?? 'Write a quote within quotes as two, and nothing beside a quoted value',
});

const NO_OBJECT: Problem = {
  field: '(row)',
  message: 'is no JSON object',
  fix: 'Put one JSON object on each line',
};

async function* readJsonLines(file: string, onBad: OnBad): AsyncGenerator<TableRow> {
  for await (const { number: line, offset, text } of readLines(file)) {
    const row = parseJson(text);
    if (isRecord(row)) yield { line, offset, row };
    else onBad(line, NO_OBJECT);
  }
}
