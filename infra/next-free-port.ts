/** TCP ports of 127.0.0.1: whether one is free, and the next that is. */
import { createServer } from 'node:net';

export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The first free port from `from` upwards. Throws when the next hundred are all taken. */
export async function nextFreePort(from: number): Promise<number> {
  for (let port = from; port < from + 100 && port < 65_536; port++) if (await portIsFree(port)) return port;
  throw new Error(`No free port from ${from} to ${from + 99}`);
}
