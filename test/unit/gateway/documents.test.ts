/** The API documents are fresh, whole, and their examples are true. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { documentFiles } from '../../../pipelines/docs.ts';
import { receiveLeadEvent } from '../../../processors/receive-lead-event.ts';
import { receiveMarketEvent } from '../../../processors/receive-market-event.ts';
import {
  CLIENT_FRAME_EXAMPLES,
  LEAD_EVENT_EXAMPLES,
  MARKET_EVENT_EXAMPLES,
} from '../../../schemas/documents/examples.ts';
import { createAsyncApi, createOpenApi } from '../../../schemas/documents.ts';
import { CLIENT_FRAME_CHECKERS } from '../../../schemas/frames.ts';

const NOW = Date.parse('2026-11-25T18:05:00Z');

describe.each(Object.entries(documentFiles()))('schemas/generated/%s', (name, text) => {
  it('is fresh: run `make docs` after a change of a schema', async () => {
    const file = new URL(`../../../schemas/generated/${name}`, import.meta.url);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('refers to nothing that is not there', () => {
    const document = JSON.parse(text);
    const refs = [...text.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path]) => path!);
    expect(refs.length).toBeGreaterThan(10);
    for (const path of refs) {
      const target = path
        .split('/')
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
      expect(target, path).toBeDefined();
    }
  });
});

it('shows examples that intake and the socket take', () => {
  for (const example of Object.values(LEAD_EVENT_EXAMPLES)) {
    expect(receiveLeadEvent(example, NOW)).toMatchObject({ ok: true });
  }
  for (const example of Object.values(MARKET_EVENT_EXAMPLES)) {
    expect(receiveMarketEvent(example, NOW)).toMatchObject({ ok: true });
  }
  for (const example of Object.values(CLIENT_FRAME_EXAMPLES)) {
    const { type } = example as { type: keyof typeof CLIENT_FRAME_CHECKERS };
    expect(CLIENT_FRAME_CHECKERS[type].check(example)).toBeNull();
  }
});

it('names every path, and the socket with both its sides', () => {
  const { paths } = createOpenApi() as { paths: object };
  expect(Object.keys(paths)).toEqual([
    ...['/v1/events', '/v1/market', '/v1/leads', '/v1/leads/{lead}', '/v1/leads/{lead}/talk'],
    ...['/v1/leads/{lead}/similar', '/v1/patterns', '/v1/approvals', '/v1/escalations'],
    ...['receipts', 'approval', 'takeover', 'handback', 'pause', 'resume'].map(
      (what) => `/v1/leads/{lead}/${what}`,
    ),
    ...['/v1/agents/{agent}/status', '/v1/nurture/settings', '/v1/nurture/stop', '/v1/effect'],
    '/v1/alerts',
    ...['acknowledge', 'snooze', 'close'].map((act) => `/v1/leads/{lead}/alerts/{alert}/${act}`),
    ...['/v1/contacts', '/v1/contacts/fallback', '/v1/agents/{agent}/contact', '/v1/competitors'],
    ...['/v1/competitors/proposed/accept', '/v1/competitors/proposed/ignore'],
    ...['/v1/leads/{lead}/competition', '/v1/markets', '/v1/markets/{area}', '/v1/win-loss'],
    ...['/v1/hooks/twilio/{tenant}', '/v1/hooks/whatsapp/{tenant}', '/v1/hooks/reso/{tenant}'],
    '/v1/unsubscribe',
    ...['/healthz', '/readyz', '/metrics', '/docs/openapi.json', '/docs/asyncapi.json'],
  ]);
  const { channels } = createAsyncApi() as { channels: Record<string, { messages: object }> };
  expect(Object.keys(channels.stream!.messages)).toEqual([
    ...['Subscribe', 'Unsubscribe', 'Ping'],
    ...[
      'Subscribed',
      'Delta',
      'AlertFrame',
      'State',
      'Resync',
      'Position',
      'Restarting',
      'Pong',
      'FrameError',
    ],
  ]);
});
