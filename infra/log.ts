/** The log: pino, JSON lines on stderr, with message text and contact data taken out. */
import { type Logger, pino } from 'pino';

export type Log = Logger;

const PRIVATE = [
  'text',
  'name',
  'phone',
  'email',
  'body',
  'content',
  'token',
  'authorization',
  'password',
  'secret',
];

/** Paths at the top and up to three levels down: what is private never reaches the log, wherever it sits. */
export const REDACTED = PRIVATE.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]);

/** @param stream where lines go; stderr unless told otherwise, so that `--json` owns stdout. */
export function createLog(level: string, role: string, stream: NodeJS.WritableStream = process.stderr): Log {
  return pino(
    { level, base: { role, pid: process.pid }, redact: { paths: REDACTED, censor: '[private]' } },
    stream,
  );
}
