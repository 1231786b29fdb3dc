/** A request's JSON, or the answer that says exactly what is wrong with its bytes. */
import { MAX_BODY_BYTES } from '../../schemas/limits.ts';
import { failure, invalid } from './answers.ts';
import { jsonFault } from './json-fault.ts';
import type { HttpAnswer, HttpRequest } from './transport.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readJson(request: HttpRequest): { value: unknown } | HttpAnswer {
  if (!/^application\/json\s*(;|$)/i.test(request.header('content-type'))) return wrongType();
  if (request.body === null) return tooLarge();
  let text: string;
  try {
    text = utf8.decode(request.body);
  } catch {
    return invalid({ field: '(body)', message: 'is not valid UTF-8', fix: 'Encode the JSON as UTF-8' });
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return malformed(text);
  }
}

function malformed(text: string): HttpAnswer {
  const position = jsonFault(text);
  const before = text.slice(0, position).split('\n');
  const line = before.length;
  const column = before.at(-1)!.length + 1;
  const what = position < text.length ? 'is not JSON' : 'ends before its JSON does';
  return failure({
    status: 400,
    code: 'malformed_json',
    field: '(body)',
    message: `(body) ${what} at position ${position} (line ${line}, column ${column})`,
    fix: 'Send one JSON object, or an array of them',
    detail: { position, line, column },
  });
}

const wrongType = (): HttpAnswer =>
  failure({
    status: 415,
    code: 'unsupported_media_type',
    field: 'content-type',
    message: 'content-type is not application/json',
    fix: 'Send the header Content-Type: application/json',
  });

const tooLarge = (): HttpAnswer =>
  failure({
    status: 413,
    code: 'too_large',
    field: '(body)',
    message: `(body) is larger than ${MAX_BODY_BYTES} bytes`,
    fix: 'Send fewer events a request; a text may have 16 KiB',
  });
