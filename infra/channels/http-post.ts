/** One POST, and exactly how far it came: a request that was never written can be made again, another cannot. */
import { request as plain, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import type { LookupFunction } from 'node:net';

export type Posted =
  | { kind: 'answered'; status: number; retryAfterMs?: number; body: string }
  /** No byte of it left: no address, no connection, no TLS. */
  | { kind: 'not_sent'; reason: string }
  /** It was written, and the answer did not come. */
  | { kind: 'unknown'; reason: string };

export interface Post {
  url: URL;
  headers: Record<string, string>;
  body: string;
  /** Where the host is; the system's resolver if absent. */
  lookup?: LookupFunction;
}

const MOST_ANSWER = 64 * 1024;

/** Redirects are answers like any other: they are not followed. Never rejects. */
export function httpPost({ url, headers, body, lookup }: Post, signal: AbortSignal): Promise<Posted> {
  const https = url.protocol === 'https:';
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    // A connection of its own: one that is used again may die with the request on it, and nobody could tell.
    agent: false,
    signal,
    ...(lookup && { lookup }),
  };
  return new Promise((resolve) => {
    let reached = false;
    const fail = (error: NodeJS.ErrnoException) =>
      resolve({ kind: reached ? 'unknown' : 'not_sent', reason: reasonOf(error, signal) });
    const request = (https ? secure : plain)(url, options);
    request.on('socket', (socket) => {
      socket.once(https ? 'secureConnect' : 'connect', () => {
        reached = true;
      });
    });
    request.on('error', fail);
    request.on('response', (response) => {
      let text = '';
      const done = () =>
        resolve({
          ...{ kind: 'answered', status: response.statusCode ?? 0, body: text },
          ...retryAfter(response.headers['retry-after']),
        });
      response.setEncoding('utf8').on('data', (chunk: string) => {
        if (text.length < MOST_ANSWER) text += chunk;
      });
      // The status came, so the outcome is known, however much of the rest did.
      response.on('end', done).on('error', done);
    });
    request.end(body);
  });
}

const reasonOf = (error: NodeJS.ErrnoException, signal: AbortSignal): string =>
  signal.aborted ? 'no answer in time' : (error.code ?? 'the connection broke');

/** Seconds or a date (RFC 9110 §10.2.3); at most an hour. */
function retryAfter(header: string | undefined): { retryAfterMs?: number } {
  if (header === undefined) return {};
  const seconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(seconds) ? { retryAfterMs: Math.min(Math.max(0, seconds), 3_600_000) } : {};
}

/** JSON of an answer; an empty object where it is none. */
export function answerJson(body: string): Record<string, unknown> {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
