/**
 * TensorFlow.js, with the backend picked once for the whole process: the GPU's binding where it is installed and
 * loads, then the native CPU one, then WebAssembly, which is what comes with the project. The same code runs on all.
 * A result does not depend on the batch it was in; between backends results agree to 1e-5.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs-core';

export type BackendName = 'tfjs-node-gpu' | 'tfjs-node' | 'wasm' | 'cpu';
export type Tf = typeof TensorFlow;

// The CommonJS builds: they are what the native bindings load, and one process must have one engine.
const require = createRequire(import.meta.url);
export const tf: Tf = require('@tensorflow/tfjs-core');

const NATIVE = ['tfjs-node-gpu', 'tfjs-node'] as const;
let opened: Promise<BackendName> | undefined;

/**
 * The backend of this process. The first call decides, later ones get the same.
 *
 * @param only takes this one instead of the best there is; for tests and comparisons, before anything else opened one
 */
export function openBackend(only?: 'wasm' | 'cpu'): Promise<BackendName> {
  opened ??= pick(only);
  return opened;
}

async function pick(only: 'wasm' | 'cpu' | undefined): Promise<BackendName> {
  // Shapes are fixed here, and checking them costs as much as the arithmetic.
  tf.enableProdMode();
  const native = only ? undefined : NATIVE.find(loads);
  const backend = native ? 'tensorflow' : (only ?? 'wasm');
  if (backend === 'cpu') require('@tensorflow/tfjs-backend-cpu');
  if (backend === 'wasm') loadWasm();
  if (!(await tf.setBackend(backend)))
    throw new Error(`The ${backend} backend of TensorFlow.js does not start`);
  await tf.ready();
  return native ?? (backend as 'wasm' | 'cpu');
}

/** Whether an optional native binding is installed and its library loads on this machine. */
function loads(name: string): boolean {
  try {
    require(`@tensorflow/${name}`);
    return true;
  } catch {
    return false;
  }
}

function loadWasm(): void {
  const wasm = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
}
