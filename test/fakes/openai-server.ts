/** A server that speaks the OpenAI-compatible shape on 127.0.0.1, and does as it is told. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  authorization: string | undefined;
  body: { model: string; messages: { role: string; content: string }[] };
}

export interface FakeOpenAi {
  url: string;
  asked: Asked[];
  /** What the next questions get: a text as the model's words, a status without one, or no answer at all. */
  answer: (asked: Asked) => { content: string } | { status: number } | 'silence';
  close(): Promise<void>;
}

export async function startFakeOpenAi(): Promise<FakeOpenAi> {
  const fake: Omit<FakeOpenAi, 'url' | 'close'> = { asked: [], answer: () => ({ status: 500 }) };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const asked = {
        authorization: request.headers.authorization,
        body: JSON.parse(String(Buffer.concat(chunks))),
      };
      fake.asked.push(asked);
      const answer = fake.answer(asked);
      if (answer === 'silence') return;
      response.setHeader('content-type', 'application/json');
      if ('status' in answer) response.writeHead(answer.status).end('{"error":{"message":"no"}}');
      else response.end(JSON.stringify(completion(answer.content)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, { url: `http://127.0.0.1:${port}/v1`, close: () => closed(server) });
}

const completion = (content: string) => ({
  ...{ id: 'c1', object: 'chat.completion', created: 0, model: 'fake' },
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
});

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
