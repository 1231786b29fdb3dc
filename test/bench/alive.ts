/** What a process would keep: a heap's size tells of the collector's mood, this of leaks. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes in use, on the heap and by buffers, once what nobody refers to is gone. Takes tens of ms. */
export function aliveBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Buffers are let go by the first, their memory by the second.
  for (let i = 0; i < 2; i++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
