import { defineConfig } from 'vitest/config';

/** Files run one at a time in a fork each: the machine has two cores, and real servers share it with the tests. */
export default defineConfig({
  test: {
    include: ['test/{tour,unit,contracts,integration,property,chaos,browser}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
