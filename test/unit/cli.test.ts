/** The command line as its user meets it: help with examples, exit codes, one JSON document and nothing else. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../pipelines/commands/index.ts';

const root = join(import.meta.dirname, '../..');
// Each starts a process that compiles what it loads, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 });
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'doorstep-cli-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function doorstep(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const command = ['--import', 'tsx', join(root, 'pipelines/main.ts'), ...args];
  const options = { cwd: root, env: { ...process.env, DATA_DIR: dir, REDIS_URL: '', ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const withSubcommands = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];
const commands = COMMANDS.map((create) => create());
const all = commands.flatMap(withSubcommands);

describe('doorstep --help', () => {
  it('lists every command', async () => {
    const { code, stdout } = await doorstep(['--help']);
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toContain(`\n  ${command.name()}`);
  });

  it('is quick, because commands load their parts only when they run', async () => {
    const folder = join(root, 'pipelines/commands');
    const files = await readdir(folder);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const eager = texts.flatMap((text) => text.match(/^import (?!type ).* from '\.\..*$/gm) ?? []);
    // Only explain() needs to know an error of the settings from another.
    expect(eager).toEqual(["import { ConfigError } from '../../infra/config.ts';"]);
  });

  it.each(all.map((command) => [fullName(command), command] as const))(
    '%s has an example',
    (name, command) => {
      const help: string[] = [];
      command.configureOutput({ writeOut: (text) => void help.push(text) }).outputHelp();
      expect(help.join('')).toMatch(new RegExp(`Example:\\n(.*\\n)*.*doorstep ${name}`));
      expect(command.description().length).toBeGreaterThan(10);
    },
  );
});

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

describe('mistakes', () => {
  it.each([
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', ['doctor', '--frob'], /unknown option '--frob'/],
    ['a missing argument', ['convert'], /missing required argument/],
    ['a wrong number', ['ingest', 'x.jsonl', '--speed', '0'], /must be a number above 0/],
    ['nothing chosen', ['dead', 'drop'], /Which dead letters\?/],
    ['an unknown scope', ['token', '--scopes', 'everything'], /Use some of events:write/],
  ])('%s exits with 2 and says what to do', async (_, args, message) => {
    const { code, stdout, stderr } = await doorstep(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n').length).toBeGreaterThanOrEqual(2);
  });

  it('names all settings that cannot be used', async () => {
    const { code, stderr } = await doorstep(['doctor'], { PORT: 'x', SHARDS: '0' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/PORT=x/);
    expect(stderr).toMatch(/SHARDS=0/);
  });

  it('exits with 1 where the world is not as it should be', async () => {
    const missing = await doorstep(['convert', join(dir, 'nothing.jsonl')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringMatching(/ENOENT[\s\S]*Check the path/)]);
    const alone = await doorstep(['dead', 'list']);
    expect([alone.code, alone.stderr]).toEqual([1, expect.stringMatching(/No Doorstep is running/)]);
  });
});

describe('results', () => {
  it('doctor --json is one document with settings and checks', async () => {
    const { code, stdout } = await doorstep(['doctor', '--json']);
    const { healthy, checks, settings } = JSON.parse(stdout);
    expect(healthy).toBe(code === 0);
    expect(checks.map(({ name }: { name: string }) => name)).toContain('Node.js');
    expect(settings.length).toBeGreaterThan(20);
  });

  it('token prints a token that the gateway knows', async () => {
    const { stdout } = await doorstep(['token', '--tenant', 'oak-street', '--scopes', 'leads:read']);
    const { createTokens } = await import('../../infra/gateway/auth.ts');
    const { loadSecret } = await import('../../infra/gateway/secret.ts');
    const tokens = createTokens(await loadSecret({ jwtSecret: '', dataDir: dir }));
    expect(await tokens.verify(stdout.trim())).toMatchObject({
      ok: true,
      claims: { tenant: 'oak-street', scopes: ['leads:read'] },
    });
  });

  it('token allows everything unless told otherwise', async () => {
    const { stdout } = await doorstep(['token', '--json']);
    const { SCOPES } = await import('../../schemas/limits.ts');
    expect(JSON.parse(stdout).scopes).toEqual([...SCOPES]);
  });

  it('convert writes one event a line, and names the line that is wrong', async () => {
    const transcripts = join(dir, 'transcripts.jsonl');
    const events = [{ at: 0, type: 'message', from: 'lead', channel: 'sms', text: 'Is it still for sale?' }];
    const line = JSON.stringify({ lead: 'a', start: '2026-01-01T09:00:00Z', events });
    await writeFile(transcripts, `${line}\n`);
    const { stdout } = await doorstep(['convert', transcripts]);
    const types = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).type);
    expect(types).toEqual(['profile', 'message']);
    await writeFile(transcripts, `${line}\nnot JSON\n`);
    const { code, stderr } = await doorstep(['convert', transcripts]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${transcripts}:2:`)]);
  });

  it('classify answers each line with its labels', async () => {
    const texts = join(dir, 'texts.jsonl');
    const text = 'Could we see the house on Saturday at 10?';
    await writeFile(texts, `${JSON.stringify({ text })}\n`);
    const { stdout } = await doorstep(['classify', texts, '--jsonl']);
    const answer = JSON.parse(stdout);
    expect(answer.text).toBe(text);
    expect(answer.labels).toContainEqual({ id: 'viewing_request', p: expect.any(Number) });
  });

  it('classify tells opt-outs and their scope', async () => {
    const texts = join(dir, 'optouts.jsonl');
    await writeFile(texts, '{"text":"Stop emailing me. Texts are fine."}\n{"text":"can you stop by at 5"}\n');
    const { stdout } = await doorstep(['classify', texts, '--task', 'optout', '--jsonl']);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toEqual({
      text: 'Stop emailing me. Texts are fine.',
      label: 'opt_out',
      p: expect.any(Number),
      scope: 'channel',
    });
    expect(second).toMatchObject({ label: 'not_opt_out', scope: 'none' });
  });

  it('classify tells which drafts fair housing holds back, and why', async () => {
    const texts = join(dir, 'drafts.jsonl');
    await writeFile(
      texts,
      '{"text":"Adults only, no kids please."}\n{"text":"The family room opens to the deck."}\n',
    );
    const { stdout } = await doorstep(['classify', texts, '--task', 'fair-housing', '--jsonl']);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toEqual({
      text: 'Adults only, no kids please.',
      label: 'block',
      p: expect.any(Number),
      class: 'familial_status',
      why: expect.stringContaining('no kids'),
    });
    expect(second).toMatchObject({ label: 'allow', class: 'none' });
  });

  it('classify tells what needs a person, and why', async () => {
    const texts = join(dir, 'escalations.jsonl');
    await writeFile(texts, '{"text":"I want to talk to a real person."}\n{"text":"is there a pool"}\n');
    const { stdout } = await doorstep(['classify', texts, '--task', 'escalation', '--jsonl']);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toEqual({
      text: 'I want to talk to a real person.',
      label: 'person',
      p: expect.any(Number),
      reason: 'human_request',
    });
    expect(second).toMatchObject({ label: 'routine', p: expect.any(Number) });
  });

  it('classify tells which competitors are spoken of, and how', async () => {
    const texts = join(dir, 'mentions.jsonl');
    await writeFile(texts, '{"text":"zilow says 540 for mine, you say 500"}\n{"text":"is there a pool"}\n');
    const { stdout } = await doorstep(['classify', texts, '--task', 'mentions', '--jsonl']);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      text: 'zilow says 540 for mine, you say 500',
      mentions: [{ competitor: 'zillow', kind: 'portal', name: 'Zillow', stance: 'comparing' }],
    });
    expect(second).toEqual({ text: 'is there a pool', mentions: [] });
  });

  it('replay says something of every lead of a file', async () => {
    const events = join(dir, 'events.jsonl');
    const event = {
      id: 'a',
      lead: 'ada',
      at: '2026-01-01T09:00:00Z',
      type: 'message',
      from: 'lead',
      channel: 'sms',
    };
    await writeFile(events, `${JSON.stringify({ ...event, text: 'Is it still for sale?' })}\n`);
    const { stdout } = await doorstep(['replay', events, '--jsonl']);
    expect(JSON.parse(stdout)).toMatchObject({ tenant: 'main', lead: 'ada', seq: 1, event: 'a' });
  });
});
