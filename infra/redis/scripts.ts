/** Loads the Lua scripts beside this file and calls them by SHA, sending the text only when Redis lacks it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisClient } from './connect.ts';

const read = (name: string) => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');

type Arg = string | number | Uint8Array;

/** A script bound to its name: `keys` must share a hash tag. */
export type Script = (client: RedisClient, keys: string[], args: Arg[]) => Promise<unknown>;

/** @param needs scripts whose local functions this one uses */
export function script(name: string, ...needs: string[]): Script {
  const lua = [...needs, name].map(read).join('\n');
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (client, keys, args) => {
    const values = [...keys, ...args] as (string | number | Buffer)[];
    try {
      return await client.evalsha(sha, keys.length, ...values);
    } catch (error) {
      if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
      return client.eval(lua, keys.length, ...values);
    }
  };
}
