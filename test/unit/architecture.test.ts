/** The house keeps its shape: what may import what, who reads the environment, who moves a cursor. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

const TOP_LEVEL = [
  ...['package.json', 'pipelines', 'processors', 'models', 'schemas', 'infra', 'test', 'Makefile'],
  ...[
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'package-lock.json',
    'tsconfig.json',
    'biome.json',
    'vitest.config.ts',
  ],
  ...['.ci', '.git', '.gitignore', '.npmrc'],
];
/** Made by tools, never committed. */
const MADE = ['node_modules', 'dist', '.data'];

const MAY_IMPORT: Record<string, string[]> = {
  schemas: [],
  models: ['schemas'],
  processors: ['schemas', 'models'],
  infra: ['schemas'],
  pipelines: ['schemas', 'models', 'processors', 'infra'],
  test: ['schemas', 'models', 'processors', 'infra', 'pipelines'],
};
const FOLDERS = Object.keys(MAY_IMPORT);

interface Source {
  path: string;
  text: string;
}

const sources = FOLDERS.flatMap((folder) => readSources(folder));
const code = sources.filter(({ path }) => /\.(ts|tsx|mjs|cjs)$/.test(path));
const ours = code.filter(({ path }) => !path.startsWith('test/'));

function readSources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|cjs|lua|sql|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}

/** Text without comments; strings stay. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** Every module a file imports, exports from, or loads later. */
const importsOf = ({ text }: Source): string[] =>
  [...withoutComments(text).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);

/** Imports of our own files, as [from, to] paths. */
const arrows = code.flatMap((source) =>
  importsOf(source)
    .filter((target) => target.startsWith('.'))
    .map((target) => ({ from: source.path, to: join(dirname(source.path), target).split(sep).join('/') })),
);
const folderOf = (path: string): string => path.split('/')[0]!;

/** Paths of files whose code matches. */
const matching = (files: Source[], pattern: RegExp): string[] =>
  files.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path);

describe('the house', () => {
  it('has exactly the top level of the design', () => {
    const found = readdirSync(root).filter((name) => !MADE.includes(name));
    expect(found.sort()).toEqual([...TOP_LEVEL].sort());
  });

  it('sees every form of import, and not those in comments', () => {
    const text = `import type { A } from './a.ts';\nimport './b.ts';\nexport * from './c.ts';
      import {\n  D,\n} from './d.ts';\nawait import('./e.ts'); // from './f.ts'\n/* import './g.ts' */`;
    expect(importsOf({ path: '', text })).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts']);
  });

  it('finds enough to check', () => {
    expect(ours.length).toBeGreaterThan(50);
    expect(arrows.length).toBeGreaterThan(100);
  });

  it('imports only along the arrows', () => {
    const crossing = arrows.filter(({ from, to }) => folderOf(from) !== folderOf(to));
    const wrong = crossing.filter(({ from, to }) => !MAY_IMPORT[folderOf(from)]!.includes(folderOf(to)));
    expect(wrong).toEqual([]);
  });

  it('keeps every import inside the project', () => {
    expect(arrows.filter(({ to }) => to.startsWith('..'))).toEqual([]);
  });

  it('keeps files within 300 lines', () => {
    const lines = ({ text }: Source) => text.split('\n').length - 1;
    const long = sources.filter(
      (source) => !source.path.startsWith('schemas/generated/') && lines(source) > 300,
    );
    expect(long.map((source) => `${source.path}: ${lines(source)}`)).toEqual([]);
  });
});

describe('purity', () => {
  const pure = ours.filter(({ path }) => /^(processors|models|schemas)\//.test(path));
  /** Artefacts and corpus are read once, when a model is loaded or trained. */
  const READS_FILES = /^models\//;

  it('has no clock, randomness or network in schemas, processors and models', () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\brandom(Bytes|UUID|Int)\b|\bgetRandomValues\b|\bfetch\(|\bsetTimeout\(/;
    expect(matching(pure, impure)).toEqual([]);
  });

  it('does no I/O in schemas and processors; a hash is none', () => {
    const loaders = pure
      .filter(({ path }) => !READS_FILES.test(path))
      .map(({ path, text }) => ({
        path,
        text: text.replace("import { createHash } from 'node:crypto';", ''),
      }));
    const io = loaders.filter((source) => importsOf(source).some((target) => target.startsWith('node:')));
    expect(io.map(({ path }) => path)).toEqual([]);
  });

  it('reads the environment in infra/config.ts only', () => {
    expect(
      matching(ours, /\bprocess\s*\.\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/),
    ).toEqual(['infra/config.ts']);
  });

  it('writes to the console in the command line only', () => {
    const writers = matching(ours, /\bconsole\.(log|info|warn|error|debug)\(/);
    const allowed = /^pipelines\/(main\.ts|commands\/)/;
    expect(writers.filter((path) => !allowed.test(path))).toEqual([]);
  });
});

describe('cursors', () => {
  /**
   * Scripts that check where the cursor is before they move it, and those that create a group at its start. The one of
   * dispatch counts anew, at the place where the group is.
   */
  const MOVERS = [
    'infra/redis/lua/commit.lua',
    'infra/redis/lua/send-tidy.lua',
    'infra/redis/lua/sink-confirm.lua',
  ];
  const CREATORS = ['infra/redis/lua/acquire.lua', 'infra/redis/lua/sink-open.lua'];
  /** Sending has a claim beside each order, and needs no place in the stream to be safe: it alone reads as a group. */
  const DISPATCH = /^infra\/redis\/(send-log\.ts|lua\/send-[a-z]+\.lua)$/;
  const everything = sources.filter(({ path }) => !path.startsWith('test/'));

  it('move in the commit, and for the analytics sink in its confirmation', () => {
    const movers = everything.filter(({ text }) => /['"`]SETID['"`]/i.test(text)).map(({ path }) => path);
    expect(movers.sort()).toEqual(MOVERS);
  });

  it('are never moved by reading or acknowledging, but for dispatch', () => {
    const groupReads =
      /['"`](XREADGROUP|XACK|XCLAIM|XAUTOCLAIM)['"`]|\.(xreadgroup|xack|xclaim|xautoclaim)\w*\(/i;
    const readers = everything.filter(({ text }) => groupReads.test(text)).map(({ path }) => path);
    expect(readers.filter((path) => !DISPATCH.test(path))).toEqual([]);
    expect(readers.length).toBeGreaterThan(0);
  });

  it('are created by taking a lease, and by opening the sink', () => {
    const creators = everything.filter(({ text }) =>
      /['"`]XGROUP['"`],\s*['"`]CREATE['"`]|\.xgroup\(/i.test(text),
    );
    expect(creators.map(({ path }) => path).sort()).toEqual(CREATORS);
  });
});
