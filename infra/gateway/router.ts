/** Method and path to handler, with the token checked before any of them runs. */
import { failure, notFound } from './answers.ts';
import type { Claims, Scope, Tokens } from './auth.ts';
import type { HttpAnswer, HttpRequest } from './transport.ts';

/** A request of somebody we know. */
export interface Call {
  request: HttpRequest;
  /** Decoded values of the pattern's `:name` parts. */
  params: Record<string, string>;
  query: URLSearchParams;
  claims: Claims;
}

export interface PublicRoute {
  method: 'GET' | 'POST';
  /** `/v1/leads/:lead`; a last part `*` takes the rest of the path. */
  pattern: string;
  /** No token needed: it shows no data. */
  public: true;
  handle(call: Omit<Call, 'claims'>): Promise<HttpAnswer> | HttpAnswer;
}
export interface TokenRoute {
  method: 'GET' | 'POST' | 'PUT';
  pattern: string;
  public?: false;
  /** What the token must allow; undefined: any valid token. */
  scope?: Scope;
  handle(call: Call): Promise<HttpAnswer> | HttpAnswer;
}
export type Route = PublicRoute | TokenRoute;

export type Router = (request: HttpRequest) => Promise<{ answer: HttpAnswer; pattern: string }>;

export function createRouter(routes: Route[], tokens: Tokens): Router {
  const table = routes.map((route) => ({ route, parts: route.pattern.split('/').slice(1) }));
  return async (request) => {
    const parts = decodedParts(request.path);
    if (!parts) return { answer: undecodable(), pattern: 'none' };
    const matches = table.flatMap(({ route, parts: pattern }) => {
      const params = matched(pattern, parts);
      return params ? [{ route, params }] : [];
    });
    const hit = matches.find(({ route }) => route.method === request.method);
    if (!hit) return { answer: noRoute(matches.map(({ route }) => route.method)), pattern: 'none' };
    const call = { request, params: hit.params, query: new URLSearchParams(request.query) };
    return { answer: await admitted(hit.route, call, tokens), pattern: hit.route.pattern };
  };
}

async function admitted(route: Route, call: Omit<Call, 'claims'>, tokens: Tokens): Promise<HttpAnswer> {
  if (route.public) return route.handle(call);
  const token = /^Bearer +(\S+)$/i.exec(call.request.header('authorization'))?.[1];
  const claims = authorized(token, route.scope, tokens);
  return 'status' in claims ? claims : route.handle({ ...call, claims });
}

/** The claims of a token that may do this, or the answer that says why not. */
export function authorized(
  token: string | undefined,
  scope: Scope | undefined,
  tokens: Tokens,
): Claims | HttpAnswer {
  if (!token) return unauthorized('is missing', 'Send the header Authorization: Bearer <token>');
  const verdict = tokens.verify(token);
  if (!verdict.ok) return unauthorized(verdict.problem.message, verdict.problem.fix);
  if (!scope || verdict.claims.scopes.includes(scope)) return verdict.claims;
  return failure({
    status: 403,
    code: 'forbidden',
    field: 'scopes',
    message: `The token does not allow ${scope}`,
    fix: `Ask the operator for a token with the scope ${scope} (doorstep token)`,
  });
}

const unauthorized = (message: string, fix: string): HttpAnswer =>
  failure({
    status: 401,
    code: 'unauthorized',
    field: 'token',
    message: `The token ${message}`,
    fix,
    headers: { 'www-authenticate': 'Bearer realm="doorstep"' },
  });

function decodedParts(path: string): string[] | null {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return null;
  }
}

function matched(pattern: string[], parts: string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    if (part === '*') return { ...params, rest: parts.slice(i).join('/') };
    if (part.startsWith(':') && parts[i]) params[part.slice(1)] = parts[i];
    else if (part !== parts[i]) return null;
  }
  return pattern.length === parts.length ? params : null;
}

function noRoute(methods: string[]): HttpAnswer {
  if (!methods.length)
    return notFound('There is nothing at this path', 'See /docs/openapi.json for all paths');
  return failure({
    status: 405,
    code: 'method_not_allowed',
    message: 'This path does not take this method',
    fix: `Use ${methods.join(' or ')}`,
    headers: { allow: methods.join(', ') },
  });
}

const undecodable = (): HttpAnswer =>
  failure({
    status: 400,
    code: 'invalid',
    field: 'path',
    message: 'The path is not percent-encoded UTF-8',
    fix: 'Encode ids in paths as encodeURIComponent does',
  });
