/** HTTP answers. Every error has one shape: `{error: {code, field?, message, fix}}`. */
import type { Problem } from '../../schemas/words.ts';
import type { HttpAnswer } from './transport.ts';

const COMMON = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers: { ...COMMON, ...headers },
  body: JSON.stringify(body),
});

/** What went wrong, and what its reader can do about it. */
export interface Failure {
  status: number;
  code: string;
  message: string;
  fix: string;
  field?: string;
  headers?: Record<string, string>;
  /** Further parts of the error, e.g. one problem for each event of a batch. */
  detail?: object;
}

export function failure({ status, code, field, message, fix, headers, detail }: Failure): HttpAnswer {
  return json(status, { error: { code, ...(field ? { field } : {}), message, fix, ...detail } }, headers);
}

export const notFound = (message: string, fix: string): HttpAnswer =>
  failure({ status: 404, code: 'not_found', message, fix });

export const invalid = ({ field, message, fix }: Problem, detail?: object): HttpAnswer =>
  failure({
    status: 400,
    code: 'invalid',
    field,
    message: `${field} ${message}`,
    fix,
    ...(detail && { detail }),
  });

/** Redis is away: nothing was lost, the same request may be sent again. */
export const unavailable = (message = 'The store is away'): HttpAnswer =>
  failure({
    status: 503,
    code: 'unavailable',
    message,
    fix: 'Send the same request again after Retry-After seconds; event ids make a repeat harmless',
    headers: { 'retry-after': '2' },
  });

export const isFailure = <T extends object>(value: T | HttpAnswer): value is HttpAnswer => 'status' in value;
