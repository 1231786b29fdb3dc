import { Command, Option } from 'commander';
import { CliError } from './cli-error.ts';
import { withExample } from './output.ts';

const TASKS = ['intents', 'optout', 'fair-housing', 'escalation', 'mentions'] as const;

interface Options {
  task: (typeof TASKS)[number];
  jsonl?: boolean;
  out?: string;
}

export function classifyCommand(): Command {
  const command = new Command('classify')
    .description(
      'Say what texts are about, whether they opt out, whether fair housing lets them go out, whether they need a person, or which competitors they speak of: one line out for each line in',
    )
    .argument('<file>', 'one JSON object a line, with a field "text"')
    .addOption(new Option('--task <task>', 'what to tell').choices(TASKS).default('intents'))
    .option(
      '--jsonl',
      'print {"text", "labels": [{"id", "p"}]}, {"text", "label", "p", "scope"}, {"text", "label", "p", "class", "why"}, {"text", "label", "p", "reason"} or {"text", "mentions"} a line',
    )
    .option('--out <file>', 'write here instead of stdout')
    .action(classifyFile);
  return withExample(command, 'doorstep classify models/corpus/messages-1.jsonl --jsonl');
}

async function classifyFile(file: string, { task, jsonl, out }: Options): Promise<void> {
  const { parseJson, readLines } = await import('../read-lines.ts');
  const { writeLines } = await import('./write-lines.ts');
  const classify = await classifier(task);
  async function* answers() {
    for await (const line of readLines(file)) {
      const { text } = (parseJson(line.text) ?? {}) as { text?: unknown };
      if (typeof text !== 'string') {
        throw new CliError(`${file}:${line.number} has no text`, 'Put {"text": "…"} on each line.');
      }
      const { answer, shown } = classify(text);
      yield jsonl ? JSON.stringify(answer) : `${text}\n    ${shown}`;
    }
  }
  await writeLines(out, answers());
}

/** Answers as objects, and as words for a person. */
async function classifier(
  task: Options['task'],
): Promise<(text: string) => { answer: object; shown: string }> {
  const {
    createEscalationClassifier,
    createFairHousingClassifier,
    createIntentClassifier,
    createMentionClassifier,
    createOptOutClassifier,
  } = await import('../classify.ts');
  if (task === 'optout') {
    const classify = createOptOutClassifier();
    return (text) => {
      const answer = classify(text);
      return { answer, shown: `${answer.label} ${answer.p.toFixed(2)}, scope ${answer.scope}` };
    };
  }
  if (task === 'fair-housing') {
    const classify = createFairHousingClassifier();
    return (text) => {
      const answer = classify(text);
      const touched = answer.label === 'block' ? `, ${answer.class}: ${answer.why}` : '';
      return { answer, shown: `${answer.label} ${answer.p.toFixed(2)}${touched}` };
    };
  }
  const { loadJudges } = await import('../../models/load-judges.ts');
  const judges = await loadJudges();
  if (task === 'escalation') {
    const classify = createEscalationClassifier(judges);
    return (text) => {
      const answer = classify(text);
      return { answer, shown: `${answer.label} ${answer.p.toFixed(2)}, ${answer.reason}` };
    };
  }
  if (task === 'mentions') {
    const classify = createMentionClassifier(judges);
    return (text) => {
      const answer = classify(text);
      const said = answer.mentions.map(
        ({ kind, name, stance, p }) => `${name || 'somebody'} (${kind}) ${stance} ${p.toFixed(2)}`,
      );
      return { answer, shown: said.join(', ') || 'no competitor' };
    };
  }
  const classify = createIntentClassifier(judges);
  return (text) => {
    const answer = classify(text);
    const labels = answer.labels.map(({ id, p }) => `${id} ${p.toFixed(2)}`);
    return { answer, shown: labels.join(', ') || 'nothing known' };
  };
}
