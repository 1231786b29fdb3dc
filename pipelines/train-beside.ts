/**
 * A process of its own for what is learned from simulated worlds: it takes longest, and needs of the corpus' models only
 * their artefacts.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openBackend } from '../models/backend.ts';
import { loadIntentJudge } from '../models/intents/model.ts';
import { runningReaders } from './read-history.ts';
import { trainThreat } from './train-threat.ts';
import { trainWorld } from './train-world.ts';

/**
 * @param root folder with the trained `intents/` and `segments/`; gets `forecast/` and `threat/`
 * @throws what the process said last is on stderr; the error says how it ended
 */
export function trainBeside(root: URL, version: string, tell: (stage: string) => void): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [root.href, version]);
  child.on('message', (stage) => tell(String(stage)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`The process that trains on simulated worlds ended with ${code ?? signal}`));
    });
  });
}

async function trainHere(root: URL, version: string): Promise<void> {
  const gone = () => process.exit(1);
  process.once('disconnect', gone); // whoever asked for it is gone
  await openBackend();
  const intents = loadIntentJudge(new URL('intents/', root));
  const tell = (stage: string) => process.send!(stage);
  await trainWorld(new URL('forecast/', root), version, intents, tell);
  trainThreat(new URL('threat/', root), version, runningReaders(intents), tell);
  process.off('disconnect', gone).disconnect();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await trainHere(new URL(process.argv[2]!), process.argv[3]!);
}
