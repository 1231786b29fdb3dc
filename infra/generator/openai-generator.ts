/** A generator over the OpenAI-compatible HTTP shape (chat completions), as most servers of language models speak it. */
import OpenAI from 'openai';
import Type from 'typebox';
import { checker } from '../../schemas/words.ts';
import type { Drafted, Generator } from './generator.ts';

export interface GeneratorOptions {
  /** Base address, ending in `/v1` with most servers. */
  url: string;
  model: string;
  /** Empty where the server wants none. */
  key: string;
  /** From question to whole answer. */
  timeoutMs: number;
}

const MAX_TOKENS = 600;
const Answer = Type.Object({
  subject: Type.Optional(Type.String({ maxLength: 200 })),
  body: Type.String({ minLength: 1, maxLength: 4000 }),
});
const ANSWER = checker(Answer);

export function createOpenAiGenerator({ url, model, key, timeoutMs }: GeneratorOptions): Generator {
  const client = new OpenAI({
    ...{ baseURL: url, apiKey: key || 'none', timeout: timeoutMs, maxRetries: 0 },
    // The library reads its own variables where these are absent; nothing but our settings may decide.
    ...{ organization: null, project: null },
  });
  return {
    model,
    async draft({ system, user }, signal) {
      const completion = await client.chat.completions.create(
        {
          model,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: user },
          ],
          max_tokens: MAX_TOKENS,
          response_format: { type: 'json_object' },
        },
        { signal },
      );
      return parsed(completion.choices[0]?.message.content);
    },
  };
}

/** Throws where it is not the JSON that was asked for. Its text is not quoted: it may hold what the lead wrote. */
function parsed(content: string | null | undefined): Drafted {
  let value: unknown;
  try {
    value = JSON.parse(content ?? '');
  } catch {
    throw new Error('the generator did not answer with JSON');
  }
  const problem = ANSWER.check(value);
  if (problem) throw new Error(`the generator's answer: ${problem.field} ${problem.message}`);
  const { subject, body } = value as { subject?: string; body: string };
  return { subject, body };
}
