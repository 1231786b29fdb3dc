import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTokens } from '../../../infra/gateway/auth.ts';
import { loadSecret } from '../../../infra/gateway/secret.ts';

const SECRET = 'a secret for tests that is long enough';
const grant = { tenant: 'main', scopes: ['leads:read'], subject: 'ann', ttlSeconds: 60 } as const;

describe('tokens', () => {
  it('carry tenant, scopes, subject and expiry', async () => {
    const tokens = createTokens(SECRET);
    const verdict = tokens.verify(tokens.issue(grant));
    expect(verdict).toMatchObject({
      ok: true,
      claims: { tenant: 'main', scopes: ['leads:read'], sub: 'ann' },
    });
  });

  it('expire, also when they were known before', async () => {
    const tokens = createTokens(SECRET);
    const token = tokens.issue(grant);
    expect(tokens.verify(token).ok).toBe(true);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    try {
      expect(tokens.verify(token)).toMatchObject({ ok: false, problem: { message: 'has expired' } });
    } finally {
      vi.useRealTimers();
    }
  });

  it('are refused when forged, of another key, another algorithm, or with wrong claims', async () => {
    const tokens = createTokens(SECRET);
    const key = new TextEncoder().encode(SECRET);
    const sign = (claims: object, alg = 'HS256', by = key) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg })
        .setIssuer('doorstep')
        .setExpirationTime('1h')
        .sign(by);
    const good = { tenant: 'main', scopes: [], sub: 'x' };
    expect(tokens.verify(await sign(good)).ok).toBe(true);
    const foreign = await sign(good, 'HS256', new TextEncoder().encode('another secret that is long enough'));
    expect(tokens.verify(foreign)).toMatchObject({ problem: { message: 'was signed with another key' } });
    const bad = [
      foreign,
      await sign(good, 'HS512'),
      await sign({ ...good, tenant: 'Two Words' }),
      await sign({ ...good, tenant: ['main', 'rival'] }),
      await sign({ ...good, scopes: 'leads:read' }),
      await sign({ tenant: 'main', scopes: [] }),
      await new SignJWT(good).setProtectedHeader({ alg: 'HS256' }).setIssuer('doorstep').sign(key),
      await new SignJWT(good)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer('else')
        .setExpirationTime('1h')
        .sign(key),
      '',
      'a.b.c',
    ];
    for (const token of bad) {
      const verdict = tokens.verify(token);
      expect(verdict.ok, token).toBe(false);
      if (!verdict.ok) expect(verdict.problem.fix).toContain('doorstep token');
    }
    expect(() => createTokens('short')).toThrow('JWT_SECRET');
  });
});

describe('the key', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'doorstep-key-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('is the setting where there is one', async () => {
    expect(await loadSecret({ jwtSecret: SECRET, dataDir: dir })).toBe(SECRET);
  });

  it('is made once, for its owner only, whoever starts first', async () => {
    const dataDir = join(dir, 'data');
    const all = await Promise.all(Array.from({ length: 20 }, () => loadSecret({ jwtSecret: '', dataDir })));
    expect(new Set(all).size).toBe(1);
    expect(all[0]!.length).toBeGreaterThanOrEqual(32);
    expect((await stat(join(dataDir, 'jwt.key'))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(dataDir, 'jwt.key'), 'utf8')).trim()).toBe(all[0]);
    await writeFile(join(dataDir, 'jwt.key'), `${SECRET}\n`);
    expect(await loadSecret({ jwtSecret: '', dataDir })).toBe(SECRET);
  });
});
