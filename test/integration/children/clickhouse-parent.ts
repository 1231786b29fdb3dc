/** A parent to be killed: starts an embedded ClickHouse, tells its pid, and waits. */
import { startClickhouseServer } from '../../../infra/clickhouse/server.ts';
import { createLog } from '../../../infra/log.ts';

const [dir, port] = process.argv.slice(2) as [string, string];
const server = await startClickhouseServer({
  dir,
  port: Number(port),
  analysts: [],
  log: createLog('silent', 'test'),
});
process.send!(server.pid);
await server.ended;
