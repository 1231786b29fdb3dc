/** Settings: checked all at once, printed without secrets, handed on to child processes unchanged. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, childEnv, configTable, loadConfig, SETTINGS } from '../../infra/config.ts';
import { roleProcesses } from '../../pipelines/roles.ts';

describe('config', () => {
  it('has a default for every setting', () => {
    const config = loadConfig({});
    expect(config.port).toBe(8787);
    expect(config.analystTenants).toEqual(['main']);
    expect(config.redisUrl).toBe('');
  });

  it('treats an empty variable as not set', () => {
    expect(loadConfig({ PORT: '', SHARDS: '' })).toEqual(loadConfig({}));
  });

  it('names every problem at once, each with its fix', () => {
    const load = () =>
      loadConfig({
        PORT: '70000',
        SHARDS: 'many',
        TRANSPORT: 'tcp',
        JWT_SECRET: 'too short',
        LOG_LEVEL: 'loud',
      });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/PORT=70000: must be a whole number from 0 to 65535/);
    expect(load).toThrow(/SHARDS=many: must be a whole number from 1 to 99/);
    expect(load).toThrow(/TRANSPORT=tcp: must be one of uws, ws/);
    expect(load).toThrow(/LOG_LEVEL=loud: must be one of trace/);
    expect(load).toThrow(/JWT_SECRET: must have at least 32 characters/);
  });

  it('never prints a secret, nor a password inside an address', () => {
    const secrets = {
      JWT_SECRET: 'k'.repeat(40),
      CLICKHOUSE_PASSWORD: 'hunter2-hunter2',
      REDIS_URL: 'redis://app:hunter3@10.0.0.1:6379,redis://app:hunter3@10.0.0.2:6379',
    };
    const printed = JSON.stringify(configTable(loadConfig(secrets)));
    expect(printed).not.toMatch(/hunter|kkkk/);
    expect(printed).toContain('redis://…@10.0.0.2:6379');
    expect(configTable(loadConfig(secrets)).find(({ env }) => env === 'JWT_SECRET')?.value).toBe('(set)');
  });

  it('has a doc and a name of its own for every setting', () => {
    const settings = Object.values(SETTINGS);
    expect(new Set(settings.map(({ env }) => env)).size).toBe(settings.length);
    for (const { env, doc } of settings) {
      expect(env).toMatch(/^[A-Z][A-Z_]+$/);
      expect(doc.length).toBeGreaterThan(8);
    }
  });

  it('takes a secret from a file, and says where it cannot', () => {
    const dir = mkdtempSync(join(tmpdir(), 'doorstep-config-'));
    writeFileSync(join(dir, 'tokens'), 'tok-2, tok-1\n');
    const config = loadConfig({ TWILIO_AUTH_TOKENS_FILE: join(dir, 'tokens') });
    expect(config.twilioTokens).toEqual(['tok-2', 'tok-1']);
    expect(JSON.stringify(configTable(config))).not.toContain('tok-');
    expect(() => loadConfig({ SMTP_URL_FILE: join(dir, 'none') })).toThrow(/SMTP_URL_FILE cannot be read/);
    expect(loadConfig({ SMTP_URL: 'smtp://a', SMTP_URL_FILE: join(dir, 'none') }).smtpUrl).toBe('smtp://a');
    expect(loadConfig({ HOST_FILE: join(dir, 'tokens') }).host).toBe('127.0.0.1');
    rmSync(dir, { recursive: true });
  });

  it('names what a channel cannot do without', () => {
    const load = () => loadConfig({ CHANNEL_SMS: 'twilio', CHANNEL_EMAIL: 'smtp', TWILIO_FROM: 'MG1' });
    expect(load).toThrow(/TWILIO_ACCOUNT_SID: is needed with CHANNEL_SMS=twilio/);
    expect(load).toThrow(/TWILIO_AUTH_TOKENS: is needed/);
    expect(load).toThrow(/PUBLIC_URL: is needed with CHANNEL_EMAIL=smtp/);
    expect(load).not.toThrow(/TWILIO_FROM/);
    expect(() => loadConfig({ PUBLIC_URL: 'http://a.example' })).toThrow(/PUBLIC_URL: must begin with https/);
    expect(() => loadConfig({ LINK_SECRETS: 'short' })).toThrow(/LINK_SECRETS: each must have at least 32/);
  });

  it('names what a feed cannot do without, and lets no token travel in the clear', () => {
    const url = { RESO_URL: 'https://mls.example/odata' };
    expect(() => loadConfig(url)).toThrow(/RESO_TOKEN: is needed with RESO_URL/);
    const feed = { ...url, RESO_TOKEN: 'hush-hush' };
    expect(JSON.stringify(configTable(loadConfig(feed)))).not.toContain('hush');
    expect(() => loadConfig({ ...feed, RESO_URL: 'http://mls.example' })).toThrow(
      /RESO_URL: must be an address/,
    );
    expect(() => loadConfig({ ...feed, RESO_TOKEN_URL: 'http://a.example' })).toThrow(/RESO_TOKEN_URL: must/);
    expect(() => loadConfig({ ...feed, RESO_RIVALS: 'others' })).toThrow(/RESO_OWN: is needed/);
    expect(() => loadConfig({ ...feed, RESO_RIVALS: 'registry' })).toThrow(/RESO_COMPETITORS: is needed/);
    expect(() => loadConfig({ ...feed, RESO_TENANT: 'Oak St' })).toThrow(/RESO_TENANT: must be a slug/);
    expect(() => loadConfig({ RESO_HOOK_TOKENS: 'short' })).toThrow(/RESO_HOOK_TOKENS: each must have/);
    const names = (env: Record<string, string>) => roleProcesses(loadConfig(env)).map(({ role }) => role);
    expect(names(feed)).toContain('intake');
    expect(names({})).not.toContain('intake');
  });

  it('comes out of a child’s environment as it went in', () => {
    const config = {
      ...loadConfig({}),
      port: 9001,
      analystTenants: ['main', 'oak-street'],
      jwtSecret: 's'.repeat(33),
    };
    expect(loadConfig(childEnv(config))).toEqual(config);
  });
});
