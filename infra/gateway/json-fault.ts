/** Where a text stops being JSON (RFC 8259): the engine's own messages differ from version to version. */

const SPACE = /[ \t\n\r]*/y;
// The string part is an unrolled loop: a long text must not cost a backtracking stack.
const SCALAR =
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may come next: a value, a key, the colon after it, or what follows a value. */
type Want = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'next';

/** Position in UTF-16 units of the first character that cannot be right; the length when the text ends too soon. */
export function jsonFault(text: string): number {
  const open: ('{' | '[')[] = [];
  let want: Want = 'value';
  let at = skip(SPACE, text, 0);
  while (at < text.length) {
    const c = text[at]!;
    const inside = open.at(-1);
    const closes = (c === '}' && inside === '{') || (c === ']' && inside === '[');
    if (closes && (want === 'next' || want === (c === '}' ? 'first key' : 'first value'))) {
      open.pop();
      want = 'next';
      at++;
    } else if (want === 'colon' && c === ':') {
      want = 'value';
      at++;
    } else if (want === 'next' && c === ',' && inside) {
      want = inside === '{' ? 'key' : 'value';
      at++;
    } else if ((c === '{' || c === '[') && want.endsWith('value')) {
      open.push(c);
      want = c === '{' ? 'first key' : 'first value';
      at++;
    } else {
      const end = want.endsWith('value') || (want.endsWith('key') && c === '"') ? skip(SCALAR, text, at) : at;
      if (end === at) return at;
      want = want.endsWith('key') ? 'colon' : 'next';
      at = end;
    }
    at = skip(SPACE, text, at);
  }
  return at;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
