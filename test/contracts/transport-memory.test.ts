/** uWebSockets.js is C++: what it reads after it was freed shows only where freed memory is overwritten. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('open-sockets.ts', import.meta.url));

it.each(['85', '239'])(
  'keeps every socket open that it opened, with freed memory full of %s',
  async (byte) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program], {
      env: { ...process.env, MALLOC_PERTURB_: byte },
    });
    expect(stdout.trim()).toBe('200 of 200');
    expect(stderr).toBe('');
  },
);
