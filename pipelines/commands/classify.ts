import { Command, Option } from 'commander';
import { CliError } from './cli-error.ts';
import { withExample } from './output.ts';

interface Options {
  jsonl?: boolean;
  out?: string;
}

export function classifyCommand(): Command {
  const command = new Command('classify')
    .description('Say what texts are about: one line out for each line in')
    .argument('<file>', 'one JSON object a line, with a field "text"')
    .addOption(new Option('--task <task>', 'what to tell').choices(['intents']).default('intents'))
    .option('--jsonl', 'print {"text", "labels": [{"id", "p"}]} a line')
    .option('--out <file>', 'write here instead of stdout')
    .action(classifyFile);
  return withExample(command, 'doorstep classify models/corpus/messages-1.jsonl --jsonl');
}

async function classifyFile(file: string, { jsonl, out }: Options): Promise<void> {
  const { createIntentClassifier } = await import('../classify.ts');
  const { parseJson, readLines } = await import('../read-lines.ts');
  const { writeLines } = await import('./write-lines.ts');
  const { loadJudges } = await import('../../models/load-judges.ts');
  const classify = createIntentClassifier(await loadJudges());
  async function* answers() {
    for await (const line of readLines(file)) {
      const { text } = (parseJson(line.text) ?? {}) as { text?: unknown };
      if (typeof text !== 'string') {
        throw new CliError(`${file}:${line.number} has no text`, 'Put {"text": "…"} on each line.');
      }
      const { labels } = classify(text);
      yield jsonl
        ? JSON.stringify({ text, labels })
        : `${text}\n    ${labels.map(shown).join(', ') || 'nothing known'}`;
    }
  }
  await writeLines(out, answers());
}

const shown = ({ id, p }: { id: string; p: number }): string => `${id} ${p.toFixed(2)}`;
