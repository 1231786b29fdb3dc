/**
 * Child processes that answer questions over IPC: the parts of a bench or a crash test that must be processes of
 * their own. A child ends when its parent does, however that ends.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

const END_MS = 5000;

type Question = { n: number; ask: string; with: unknown };
type Answer = { n: number; value?: unknown; error?: string };

export interface Child {
  pid: number;
  ask<T>(what: string, params?: object): Promise<T>;
  /** Sends a signal, e.g. SIGKILL or SIGSTOP. */
  signal(name: NodeJS.Signals): void;
  /** Settles when the process ends, whoever ended it. */
  ended: Promise<void>;
  /** Ends it cleanly. */
  stop(): Promise<void>;
}

/**
 * @param module without extension, relative to `base`; runs under tsx in a checkout's sources, plain in dist/
 * @param base `import.meta.url` of the caller
 * @param execArgv further Node options, e.g. `['--cpu-prof']`
 */
export function startChild(module: string, base: string, execArgv: string[] = []): Child {
  const extension = base.endsWith('.ts') ? '.ts' : '.js';
  const options = extension === '.ts' ? ['--import', 'tsx', ...execArgv] : execArgv;
  const child = fork(new URL(module + extension, base), [], {
    // Detached: Ctrl-C ends the driver, which ends its children in order.
    detached: true,
    execArgv: options,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on('message', (answer: Answer) => waiting.get(answer.n)?.(answer));
  const ended = once(child, 'exit').then(() => {
    for (const [n, tell] of waiting) tell({ n, error: 'the process ended' });
  });
  return {
    pid: child.pid!,
    ask: createAsk(child, module, waiting),
    signal: (name) => void child.kill(name),
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function createAsk(child: ChildProcess, module: string, waiting: Map<number, (answer: Answer) => void>) {
  let count = 0;
  return <T>(what: string, params: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const n = count++;
      waiting.set(n, ({ value, error }) => {
        waiting.delete(n);
        if (error === undefined) resolve(value as T);
        else reject(new Error(`${module}: ${what}: ${error}`));
      });
      const question: Question = { n, ask: what, with: params };
      child.send(question, (error) => error && waiting.get(n)?.({ n, error: error.message }));
    });
}

/** The child's side. `end` is called when the parent lets go; the process exits after it. */
export function answerParent(
  answers: Record<string, (params: never) => unknown>,
  end: () => unknown = () => {},
): void {
  process.on('message', async ({ n, ask, with: params }: Question) => {
    const answer: Answer = { n };
    try {
      answer.value = await answers[ask]!(params as never);
    } catch (error) {
      answer.error = (error as Error).stack ?? String(error);
    }
    if (process.connected) process.send?.(answer);
  });
  process.on('disconnect', async () => {
    // The parent may have died and taken with it what a clean end would talk to.
    setTimeout(() => process.exit(1), END_MS).unref();
    await end();
    process.exit(0);
  });
}

/** CPU time used since the last call, in ms. */
export function createCpuMeter(): () => number {
  let last = process.cpuUsage();
  return () => {
    const used = process.cpuUsage(last);
    last = process.cpuUsage();
    return (used.user + used.system) / 1000;
  };
}
