import { Command } from 'commander';
import { print, printJson, withExample } from './output.ts';

interface Options {
  out: string;
  json?: boolean;
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description('Train every model on the corpus; the same corpus and code give the same bits')
    .option('--out <folder>', 'gets one folder a model', 'models')
    .option('--json', 'print one JSON document')
    .action(trainModels);
  return withExample(command, 'doorstep train', 'doorstep train --out /tmp/models');
}

async function trainModels({ out, json }: Options): Promise<void> {
  const { resolve } = await import('node:path');
  const { train } = await import('../train.ts');
  const { createProgress } = await import('./progress.ts');
  const started = performance.now();
  const progress = createProgress('Training');
  await train({ out: resolve(out), progress: (stage, done, of) => progress(done, of, stage) });
  progress.end();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (json) printJson({ out, seconds });
  else print(`Trained every model into ${out} in ${seconds} s`);
}
