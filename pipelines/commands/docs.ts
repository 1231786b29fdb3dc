import { Command } from 'commander';
import { print, withExample } from './output.ts';

export function docsCommand(): Command {
  const command = new Command('docs')
    .description('Write the OpenAPI and AsyncAPI documents, made from the schemas')
    .option('--out <folder>', 'where to', 'schemas/generated')
    .action(write);
  return withExample(command, 'doorstep docs --out /tmp/api');
}

async function write({ out }: { out: string }): Promise<void> {
  const { writeDocuments } = await import('../docs.ts');
  for (const file of await writeDocuments(out)) print(`Wrote ${file}`);
}
