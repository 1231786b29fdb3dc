/** What a Generator must do, over a server that answers well, badly, late or not at all. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiGenerator } from '../../infra/generator/openai-generator.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../fakes/openai-server.ts';

let fake: FakeOpenAi;
beforeAll(async () => {
  fake = await startFakeOpenAi();
});
beforeEach(() => {
  fake.asked.length = 0;
});
afterAll(() => fake.close());

const generator = (timeoutMs = 5000) =>
  createOpenAiGenerator({ url: fake.url, model: 'small', key: 'k-123', timeoutMs });
const ask = (timeoutMs?: number, signal = new AbortController().signal) =>
  generator(timeoutMs).draft({ system: 'rules', user: 'facts' }, signal);

describe('an outside generator', () => {
  it('is asked once, with rules and facts apart, and its draft is taken', async () => {
    fake.answer = () => ({ content: '{"subject":"Hello","body":"Hi Ana"}' });
    expect(await ask()).toEqual({ subject: 'Hello', body: 'Hi Ana' });
    expect(fake.asked).toHaveLength(1);
    expect(fake.asked[0]).toMatchObject({
      authorization: 'Bearer k-123',
      body: {
        model: 'small',
        messages: [
          { role: 'system', content: 'rules' },
          { role: 'user', content: 'facts' },
        ],
      },
    });
  });

  it.each([
    ['no JSON', 'Sure! Here is your text'],
    ['no body', '{"subject":"x"}'],
    ['an empty body', '{"body":""}'],
    ['far too long', JSON.stringify({ body: 'x'.repeat(5000) })],
  ])('rejects what is no draft: %s, and does not quote it', async (_what, content) => {
    fake.answer = () => ({ content });
    const error = await ask().catch((e: Error) => e);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).not.toContain(content.slice(0, 20));
  });

  it.each([429, 500, 401])('rejects a %d without asking again', async (status) => {
    fake.answer = () => ({ status });
    await expect(ask()).rejects.toThrow();
    expect(fake.asked).toHaveLength(1);
  });

  it('rejects when no answer comes in time', async () => {
    fake.answer = () => 'silence';
    await expect(ask(150)).rejects.toThrow();
    expect(fake.asked).toHaveLength(1);
  });

  it('ends when it is told to', async () => {
    const abort = new AbortController();
    fake.answer = () => {
      abort.abort();
      return 'silence';
    };
    await expect(ask(60_000, abort.signal)).rejects.toThrow();
  });
});
