import { defineConfig } from 'vitest/config';

const project = (name: string, folders: string, maxWorkers: number, groupOrder: number) => ({
  extends: true as const,
  test: { name, include: [`test/${folders}/**/*.test.ts`], maxWorkers, sequence: { groupOrder } },
});

/**
 * Two cores. What is pure or small, and the browser, which mostly waits, run two files at a time; then what starts
 * servers and processes and is about time, one file at a time, so that a file meets no load but its own.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      project('together', '{tour,unit,property,contracts,browser}', 2, 0),
      project('alone', '{integration,chaos}', 1, 1),
    ],
  },
});
