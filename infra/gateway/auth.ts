/** Access tokens: JWT (RFC 7519), HS256, one tenant and some scopes a token. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import Type, { type Static } from 'typebox';
import type { Scope } from '../../schemas/limits.ts';
import { checker, type Problem, Tenant } from '../../schemas/words.ts';

export { SCOPES, type Scope } from '../../schemas/limits.ts';

/** Scopes this version does not know are ignored, so that newer tokens work with it. */
const ClaimsSchema = Type.Object({
  tenant: Tenant,
  scopes: Type.Array(Type.String()),
  sub: Type.String({ minLength: 1 }),
  exp: Type.Number({ description: 'Seconds since 1970' }),
});
export type Claims = Static<typeof ClaimsSchema>;
const CLAIMS = checker(ClaimsSchema);

export interface Grant {
  tenant: string;
  scopes: readonly Scope[];
  subject: string;
  ttlSeconds: number;
}

export type Verdict = { ok: true; claims: Claims } | { ok: false; problem: Problem };

export interface Tokens {
  issue(grant: Grant): string;
  /** Whether the signature, the algorithm, the expiry and the claims are right. Never throws. */
  verify(token: string): Verdict;
}

const ISSUER = 'doorstep';
const ALGORITHM = 'HS256';
const KNOWN_AT_MOST = 1000;

/** @param secret HS256 key, at least 32 characters */
export function createTokens(secret: string): Tokens {
  const bytes = Buffer.from(secret);
  if (bytes.length < 32)
    throw new Error('the token secret is shorter than 32 bytes: set JWT_SECRET to a longer one');
  const key = createSecretKey(bytes);
  // A busy integration sends the same token thousands of times; its signature is checked once.
  const known = new Map<string, Claims>();
  return {
    issue: ({ tenant, scopes, subject, ttlSeconds }) =>
      jwt.sign({ tenant, scopes }, key, {
        ...{ algorithm: ALGORITHM, issuer: ISSUER, subject, expiresIn: ttlSeconds },
      }),

    verify(token) {
      const claims = known.get(token);
      if (claims && claims.exp * 1000 > Date.now()) return { ok: true, claims };
      known.delete(token);
      const verdict = verifyOnce(token, key);
      if (verdict.ok) {
        if (known.size >= KNOWN_AT_MOST) known.delete(known.keys().next().value!);
        known.set(token, verdict.claims);
      }
      return verdict;
    },
  };
}

const bad = (message: string, fix: string): Verdict => ({
  ok: false,
  problem: { field: 'token', message, fix },
});
const ANOTHER = 'Ask the operator for a new one (doorstep token)';

function verifyOnce(token: string, key: KeyObject): Verdict {
  try {
    const payload = jwt.verify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER });
    const problem = CLAIMS.check(payload);
    if (!problem) return { ok: true, claims: payload as Claims };
    return bad(`has a claim that is wrong: ${problem.field} ${problem.message}`, ANOTHER);
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) return bad('has expired', ANOTHER);
    const { message } = error as Error;
    return bad(
      message === 'invalid signature' ? 'was signed with another key' : 'is not a token of this gateway',
      ANOTHER,
    );
  }
}
