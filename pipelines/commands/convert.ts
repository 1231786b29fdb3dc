import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { withExample } from './output.ts';

interface Options {
  tenant?: string;
  out?: string;
  endsNow?: boolean;
}

export function convertCommand(): Command {
  const command = new Command('convert')
    .description(
      'Turn labelled transcripts into LeadEvents, one a line, in order of time; labels stay behind',
    )
    .argument('<transcripts...>', 'files in the corpus format, one conversation a line')
    .option('--tenant <slug>', 'tenant to write into each event')
    .option('--out <file>', 'write here instead of stdout')
    .option('--ends-now', 'move each conversation by whole days so that it ended within the last day')
    .action(convertFiles);
  return withExample(command, 'doorstep convert models/corpus/train-1.jsonl --out events.jsonl');
}

async function convertFiles(files: string[], options: Options): Promise<void> {
  const { convertConversation, readTranscript } = await import('../convert.ts');
  const { parseJson, readLines } = await import('../read-lines.ts');
  const { writeLines } = await import('./write-lines.ts');
  const events = [];
  for (const file of files) {
    for await (const { number, text } of readLines(file)) {
      const transcript = readTranscript(parseJson(text));
      if ('fix' in transcript) {
        throw new CliError(`${file}:${number}: ${transcript.field} ${transcript.message}`, transcript.fix);
      }
      events.push(
        ...convertConversation(transcript, {
          ...(options.tenant === undefined ? {} : { tenant: options.tenant }),
          ...(options.endsNow ? { endsBy: Date.now() } : {}),
        }),
      );
    }
  }
  events.sort((a, b) => Date.parse(String(a.at)) - Date.parse(String(b.at)));
  await writeLines(
    options.out,
    events.map((event) => JSON.stringify(event)),
  );
}
