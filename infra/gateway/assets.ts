/** The console's files: public, since they hold no data, under a policy that lets nothing foreign in. */
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { notFound } from './answers.ts';
import type { HttpAnswer } from './transport.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** @param dir the built console; every path is kept inside it */
export function createAssets(dir: string): (path: string) => Promise<HttpAnswer> {
  const root = resolve(dir);
  return async (path) => {
    const file = resolve(root, `./${path || 'index.html'}`);
    const type = TYPES[extname(file)];
    const inside = file.startsWith(root + sep) && !path.includes('\0');
    const body = inside && type ? await readFile(file).catch(missing) : undefined;
    if (!body) return notFound('No such file', 'Open /console/; where it is missing, run make build');
    return {
      status: 200,
      headers: { ...HEADERS, 'content-type': type!, 'cache-control': caching(path) },
      body,
    };
  };
}

/** Names under assets/ carry a hash of their content; everything else is asked for anew. */
const caching = (path: string): string =>
  /^assets\/.+-[\w-]{8,}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';

function missing(error: NodeJS.ErrnoException): undefined {
  if (!['ENOENT', 'EISDIR', 'ENOTDIR'].includes(error.code ?? '')) throw error;
}
