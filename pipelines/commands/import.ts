import { Command, Option } from 'commander';
import type { FileKind } from '../../processors/intake/file-columns.ts';
import type { Problem } from '../../schemas/words.ts';
import type { ImportCount } from '../import-file.ts';
import type { TableFormat } from '../read-table.ts';
import { CliError } from './cli-error.ts';
import { findGateway, issueToken } from './connect.ts';
import { untilInterrupted } from './interrupt.ts';
import { print, printJson, say, withExample } from './output.ts';

interface Options {
  tenant: string;
  mapping?: string;
  format?: TableFormat;
  kind: FileKind;
  check?: boolean;
  url?: string;
  token?: string;
  json?: boolean;
}

const COLUMNS = `
Columns, by their own name or RESO's (case, spaces, - and _ do not matter):
  listing     listing|ListingKey|ListingId area|City price|ListPrice at|ModificationTimestamp
              and if there: status|StandardStatus beds|BedroomsTotal baths|BathroomsTotalInteger
              daysOnMarket change (new, price, status, expired) seq|EntityEventSequence
  index       area at inventory medianPrice daysOnMarket mortgageRate, and if there: seq
  competitor  agent area at change (listing_taken, open_house, price_cut, campaign, sold),
              and if there: listing seq
Others need a mapping, a JSON object from header to member ("" leaves a column out):
  {"MLS #": "listing", "List Price": "price", "Town": "area", "Updated": "at", "Price": ""}
Rows go oldest first. Without seq the time orders them; without change rows of a listing are
compared with the one before. What is read twice counts once.`;

export function importCommand(): Command {
  const command = new Command('import')
    .description(
      'Send a CSV or JSON Lines file of listings, area indices or competitors’ moves to the market',
    )
    .argument('<file>', 'with a line of headers (CSV), or one object a line (JSON Lines)')
    .option('--tenant <slug>', 'whose market it is', 'main')
    .option('--mapping <file>', 'JSON object from header to member of the event')
    .addOption(new Option('--format <format>', 'default: by the name of the file').choices(['csv', 'jsonl']))
    .addOption(
      new Option('--kind <kind>', 'what a row is')
        .choices(['listing', 'index', 'competitor'])
        .default('listing'),
    )
    .option('--check', 'only check it, and send nothing')
    .option('--url <url>', 'the gateway; default: the one running on this machine')
    .option('--token <jwt>', 'access token with market:write; default: one made with this machine’s key')
    .option('--json', 'print one JSON document')
    .addHelpText('after', COLUMNS)
    .action(importInto);
  return withExample(
    command,
    'doorstep import listings.csv --mapping mls.json --check',
    'doorstep import listings.csv --mapping mls.json',
    'doorstep import boise-weekly.csv --kind index',
  );
}

/** Problems in one `--json` document; the rest is counted. */
const MOST_PROBLEMS = 100;

async function importInto(file: string, options: Options): Promise<void> {
  const { importFile, ColumnsError } = await import('../import-file.ts');
  const { formatOf } = await import('../read-table.ts');
  const { fileSize } = await import('../read-lines.ts');
  const { IntakeRefusedError } = await import('../intake.ts');
  const { createProgress } = await import('./progress.ts');
  const { kind, tenant } = options;
  const format = options.format ?? formatOf(file);
  if (!format)
    throw new CliError(`${file}: its name does not say what it is`, 'Add --format csv or jsonl.', true);
  const mapping = await readMapping(options.mapping);
  const size = await fileSize(file);
  const intake = options.check ? undefined : await openIntake(options);
  const problems: (Problem & { line: number })[] = [];
  const onBad = (line: number, problem: Problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ line, ...problem });
    say(`${file}:${line}: "${problem.field}" ${problem.message}. ${problem.fix}`);
  };
  const progress = createProgress(`${file} (bytes)`);
  const onProgress = (offset: number) => progress(offset, size);
  try {
    await untilInterrupted(async (signal) => {
      const count = await importFile(
        { file, format, kind, tenant, mapping, intake, onBad, onProgress },
        signal,
      );
      progress.end();
      if (intake && count.byTime) await warnOfFeed(options);
      if (options.json)
        printJson({ file, kind, checkedOnly: !intake, ...count, problems, complete: !signal.aborted });
      else print(`${sentence(count, !intake)}${signal.aborted ? '; interrupted' : ''}`);
      if (count.bad || signal.aborted) process.exitCode = 1;
    });
  } catch (error) {
    progress.end();
    if (error instanceof ColumnsError) throw new CliError(`${file}: ${error.message}`, error.fix);
    if (error instanceof IntakeRefusedError)
      throw new CliError(error.message, 'Mend that, then run the same again.');
    throw error;
  }
}

const sentence = ({ events, bad, same }: ImportCount, checked: boolean): string =>
  `${events} events ${checked ? 'would be sent' : 'sent'}, ${same} rows that say nothing new, ${bad} left out`;

async function openIntake({ url: given, token, tenant }: Options) {
  const { createHttpIntake, MARKET_EVENTS } = await import('../intake.ts');
  const { url, config } = await findGateway(given);
  return createHttpIntake(url, token ?? (await issueToken(config, tenant, 'market:write')), MARKET_EVENTS);
}

async function readMapping(file: string | undefined): Promise<Record<string, string>> {
  if (file === undefined) return {};
  const { readFile } = await import('node:fs/promises');
  const { parseJson } = await import('../read-lines.ts');
  const value = parseJson(await readFile(file, 'utf8'));
  const right = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (right && Object.values(value).every((member) => typeof member === 'string'))
    return value as Record<string, string>;
  const fix = 'Write a JSON object from header to member, like {"List Price": "price"}.';
  throw new CliError(`${file} is no mapping`, fix, true);
}

/** Times are far above the numbers of a feed: what the feed says of the same listing would count as old. */
async function warnOfFeed({ kind, tenant }: Options): Promise<void> {
  const { loadConfig } = await import('../../infra/config.ts');
  const config = loadConfig();
  if (kind === 'index' || !config.resoUrl || config.resoTenant !== tenant) return;
  say(
    'warning: RESO_URL feeds the same tenant; listings of this file take no more news from it, for times are',
  );
  say(
    'larger than its numbers. Give the file a column seq (EntityEventSequence), or import other listings only.',
  );
}
