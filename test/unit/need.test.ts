/** What a fresh machine meets: the installer runs apt-get only where something is missing, and says what it does. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const NEED = join(import.meta.dirname, '../../infra/deploy/need.sh');
const NEED_NODE = join(import.meta.dirname, '../../infra/deploy/need-node.sh');
/** All that the script may use of a system. */
const TOOLS = ['bash', 'mktemp', 'tail', 'rm', 'touch', 'chmod'];

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'doorstep-need-'));
  for (const tool of TOOLS) symlinkSync(which(tool), join(bin, tool));
});
afterEach(() => rmSync(bin, { recursive: true, force: true }));

const which = (tool: string): string =>
  spawnSync('bash', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();

function program(name: string, body: string): void {
  writeFileSync(join(bin, name), `#!${join(bin, 'bash')}\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
}

const need = (...args: string[]) => run(NEED, ...args);

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(join(bin, 'bash'), [script, ...args], {
    env: { PATH: bin, TMPDIR: bin },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const calls = () =>
  existsSync(join(bin, 'calls')) ? readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n') : [];
const asUser = (id: number) => program('id', `echo ${id}`);
const aptGet = (install: string) =>
  program('apt-get', `echo "$*" >> ${bin}/calls; if [ "$1" = install ]; then ${install}; fi`);
const INSTALLS = 'touch $PATH/server; chmod +x $PATH/server';

it('does nothing where the program is there', () => {
  program('server', '');
  aptGet(INSTALLS);
  expect(need('server', 'server-package')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(calls()).toEqual([]);
});

it('updates, installs and says so where it is missing', () => {
  asUser(0);
  aptGet(INSTALLS);
  const { status, stdout } = need('server', 'server-package');
  expect(status).toBe(0);
  expect(stdout).toMatch(/Installing server-package with apt-get: server is missing on this machine/);
  expect(calls()).toEqual(['update', 'install -y --no-install-recommends server-package']);
});

it('uses sudo where it is not root', () => {
  asUser(1000);
  aptGet(INSTALLS);
  program('sudo', `echo sudo >> ${bin}/calls; "$@"`);
  expect(need('server', 'server-package').status).toBe(0);
  expect(calls()[0]).toBe('sudo');
});

it.each([
  ['there is no apt-get', 0, undefined, /no apt-get here: install server-package with this system/],
  ['it is neither root nor has sudo', 1000, INSTALLS, /Run as root: apt-get install server-package/],
  ['apt-get fails', 0, 'echo no such package; exit 100', /no such package[\s\S]*Mend that/],
  ['apt-get brought something else', 0, ':', /yet server is not on the PATH/],
])('says what to do where %s', (_, user, install, message) => {
  asUser(user);
  if (install !== undefined) aptGet(install);
  const { status, stderr } = need('server', 'server-package');
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
});

it.each([
  ['is missing', undefined, 1, /Node\.js is missing. Install Node\.js 20 LTS/],
  ['is too old', '20.18.3', 1, /Node\.js 20\.18 is too old/],
  ['is much too old', '18.20.0', 1, /too old/],
  ['will do', '20.19.0', 0, /^$/],
  ['is newer', '24.1.0', 0, /^$/],
])('knows whether Node.js %s', (_, version, status, message) => {
  if (version) program('node', `echo ${version}`);
  const checked = run(NEED_NODE);
  expect(checked.status).toBe(status);
  expect(checked.stderr).toMatch(message);
});
