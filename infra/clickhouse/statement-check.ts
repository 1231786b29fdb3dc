/** Which statements the gate keeps from the engine, though grants would let them pass. */

/**
 * Scalar functions that read files (`file`, `catboostEvaluate`), call out (`ai…`), or show the gate's own headers.
 * Identifier parameters are refused because they can put a function's name where the text has none.
 */
const FORBIDDEN =
  /\b(?<name>file|catboostEvaluate|getClientHTTPHeader|ai[A-Z]\w*)\b|\{\s*\w+\s*:\s*(?<parameter>Identifier)\s*\}/;
const LITERALS = /'(?:[^'\\]|\\.|'')*'/gs;

/** Why a statement in canonical form must not run, or null. */
export function refusal(canonical: string): string | null {
  const found = FORBIDDEN.exec(canonical.replace(LITERALS, "''"));
  if (!found) return null;
  if (found.groups?.parameter) return 'Identifier parameters are not available to analysts';
  return `\`${found.groups?.name}\` is not available to analysts`;
}

type Ask = (sql: string) => Promise<{ ok: boolean; text: string }>;

/**
 * The statement as the engine's own parser writes it: no comments, no heredocs, no escaped names.
 * Not `ok` where it does not parse; `text` then is the engine's error.
 */
export function canonicalQuery(ask: Ask, sql: string): Promise<{ ok: boolean; text: string }> {
  const literal = sql.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return ask(`SELECT formatQuerySingleLine('${literal}') FORMAT RawBLOB`);
}
