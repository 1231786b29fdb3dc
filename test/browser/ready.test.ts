/** What is prepared for a lead, on its page, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { createCast } from './cast.ts';
import { type FakeGateway, startFakeGateway, TOKEN } from './fake-gateway.ts';

let built: BuiltConsole;
let browser: Browser;
let gateway: FakeGateway;
let opened: WatchedPage;

beforeAll(async () => {
  built = await buildConsole();
  browser = await launchBrowser();
  gateway = await startFakeGateway(createCast(Date.now()), built.dir);
  opened = await openPage(browser, `${gateway.url}/console/#token=${TOKEN}`);
});
afterAll(async () => {
  await opened.close();
  await gateway.close();
  await browser.close();
  await built.remove();
});

test('what is ready stands beside what may come, until its time; Use takes it along', async () => {
  const { page } = opened;
  const draft = (id: string, hours: number) => ({
    ...{ id, kind: 'reply_draft', title: id, content: `Hi Priya, ${id}.`, answers: [], assumes: 'w:1' },
    expiresAt: new Date(Date.now() + hours * 3_600_000).toISOString(),
  });
  const ready = [{ ...draft('price', 2), fits: true as const }, draft('visit', 20), draft('late', -1)];
  const asked = {
    type: 'message',
    from: 'lead',
    channel: 'sms',
    text: 'how much is it?',
    moved: { ready },
  } as const;
  gateway.publish(gateway.leads.get('priya')!.happen(asked, Date.now()));
  await page.locator('.lead-row', { hasText: 'Priya Raman' }).locator('a').click();
  const items = page.locator('.ready li');
  await expect
    .poll(() => items.locator('strong').allTextContents(), { timeout: 6000 })
    .toEqual(['price', 'visit']);
  expect(await items.first().locator('.chip').textContent()).toBe('Fits now');
  expect(await items.first().locator('.countdown').textContent()).toContain('Expires in');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await items.first().locator('button', { hasText: 'Use' }).click();
  await expect.poll(() => items.first().locator('button').textContent()).toBe('Copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('Hi Priya, price.');
  expect(opened.complaints).toEqual([]);
});
