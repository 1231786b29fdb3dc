/** How the garbage collector runs in a process that answers within milliseconds. */
import { setFlagsFromString } from 'node:v8';

/**
 * V8 keeps small heaps small: with 57 MB alive it marked them once a second, four threads at once, and for some 40 ms
 * each time nobody else had a core. That was the p99 of every event. So the heap may grow by a multiple of what is alive
 * before it is marked, and one thread beside the event loop's marks it.
 *
 * @param percent of what is alive, how much may come to it
 */
export function easeCollector(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
  setFlagsFromString('--concurrent-marking-max-worker-num=1');
}
