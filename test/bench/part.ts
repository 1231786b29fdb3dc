/** A processor or a gateway as a process of its own, just as `doorstep start` runs it, under the eye of a bench. */
import type { Config } from '../../infra/config.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import type { Run } from '../../infra/run.ts';
import { createRole, type Role } from '../../pipelines/roles.ts';
import { serveFlow } from '../../pipelines/serve-flows.ts';
import { aliveBytes } from './alive.ts';
import { answerParent, createCpuMeter } from './child.ts';
import { createFloorFlow } from './floor-flow.ts';
import type { Sizes } from './sizes.ts';

const stopping = new AbortController();
const cpuMs = createCpuMeter();
let running: Promise<void> | undefined;

const begin = (run: Run) => {
  running = run(stopping.signal);
};

answerParent(
  {
    async role({ role, config }: { role: Role; config: Config }) {
      begin(await createRole(role, config, createLog(config.logLevel, role)));
    },
    floor({ sizes, config }: { sizes: Sizes; config: Config }) {
      const log = createLog(config.logLevel, 'floor');
      begin((signal) => serveFlow(createFloorFlow(sizes), config, createMetrics(), log, signal));
    },
    cpuMs,
    residentMiB: () => Math.round(process.memoryUsage.rss() / 2 ** 20),
    aliveMiB: () => Math.round((aliveBytes() / 2 ** 20) * 10) / 10,
  },
  async () => {
    stopping.abort();
    await running;
  },
);
