/**
 * Builds dist/: TypeScript with the folders kept, assets copied beside it, the console as static files, and the client
 * library as one module with its types. Each part is skipped when none of its sources changed since its stamp.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const CONSOLE = 'infra/gateway/console';
const CLIENT = 'infra/gateway/client';
const SOURCES = ['schemas', 'processors', 'models', 'infra', 'pipelines', 'test/bench'];

/** Every file below the folders, relative to the root, in order. */
function filesOf(folders) {
  return folders
    .filter((folder) => existsSync(at(folder)))
    .flatMap((folder) =>
      readdirSync(at(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name))),
    )
    .sort();
}

/** Names, sizes and times of the sources: equal text means nothing changed. */
const fingerprint = (files) =>
  files
    .map((file) => [file, statSync(at(file))])
    .map(([file, { size, mtimeMs }]) => `${file} ${size} ${mtimeMs}`)
    .join('\n');

function run(what, command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status === 0) return;
  process.stderr.write(`build: ${what} failed, see above\n`);
  process.exit(1);
}

/** Runs a part of the build unless its stamp says that it is fresh. */
function unlessFresh(name, files, build) {
  const stamp = at('dist', `.${name}.stamp`);
  const now = fingerprint(files);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  const start = performance.now();
  rmSync(stamp, { force: true });
  build();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
  process.stdout.write(`Built ${name} in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

const isAsset = (file) =>
  !/\.(ts|tsx|md|sh|png)$/.test(file) &&
  !file.startsWith('infra/deploy/') &&
  !file.endsWith('/tsconfig.json');
const server = filesOf(SOURCES).filter((file) => !file.startsWith(`${CONSOLE}/`));
const consoleFiles = filesOf([CONSOLE, CLIENT, 'schemas']);
const clientFiles = [...filesOf([CLIENT, 'schemas']), 'infra/run.ts'];
const settings = ['package.json', 'tsconfig.json'];

unlessFresh('server', [...server, ...settings], () => {
  run('tsc', process.execPath, [
    at('node_modules/typescript/bin/tsc'),
    '-p',
    'infra/deploy/tsconfig.build.json',
  ]);
  for (const file of server.filter(isAsset)) cpSync(at(file), at('dist', file));
  chmodSync(at('dist/pipelines/main.js'), 0o755);
});

unlessFresh('client', [...clientFiles, ...settings], () => {
  const vite = at('node_modules/vite/bin/vite.js');
  run('the client', process.execPath, [vite, 'build', CLIENT, '--logLevel', 'warn']);
  run('the types of the client', process.execPath, [
    at('node_modules/typescript/bin/tsc'),
    '-p',
    `${CLIENT}/tsconfig.json`,
  ]);
});

unlessFresh('console', [...consoleFiles, ...settings], () => {
  run('the console', process.execPath, [
    at('node_modules/vite/bin/vite.js'),
    'build',
    CONSOLE,
    '--logLevel',
    'warn',
  ]);
});

// `npx doorstep` looks here first; npm links the bins of dependencies only.
const link = at('node_modules/.bin/doorstep');
rmSync(link, { force: true });
symlinkSync('../../dist/pipelines/main.js', link);
