/** Similar leads and patterns in a real browser, against a gateway that tells made-up ones. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
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
});
afterAll(async () => {
  await browser.close();
  await built.remove();
});
beforeEach(async () => {
  gateway = await startFakeGateway(createCast(Date.now()), built.dir);
});
afterEach(async () => {
  await opened.close();
  await gateway.close();
  expect(opened.complaints).toEqual([]);
});

async function open(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
  opened = await openPage(browser, `${gateway.url}/console/#token=${TOKEN}`, options);
  await opened.page.waitForSelector('.lead-row');
  if (hash) await opened.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return opened.page;
}

test('a lead’s page names similar leads, why, and leads to them', async () => {
  const page = await open('#/lead/ana-1');
  const card = page.locator('.card', { hasText: 'Similar leads' });
  await card.getByRole('link', { name: 'Tom Becker' }).waitFor();
  expect(await card.locator('li').first().textContent()).toContain('behaves the same way, same area');
  expect(await card.textContent()).toContain('Compared with 5 leads');
  expect(await card.getByRole('link').allTextContents()).not.toContain('Ana Morales');
  await card.getByRole('link', { name: 'Walter Osei' }).click();
  await page.getByRole('heading', { level: 1, name: 'Walter Osei' }).waitFor();
});

test.each([1440, 390])('patterns are a click from the list, with their counts, at %i px', async (width) => {
  const page = await open('', { viewport: { width, height: 844 } });
  await page.getByRole('link', { name: 'Patterns' }).click();
  await page.getByRole('heading', { level: 1, name: 'Patterns' }).waitFor();
  await page.getByText('1240 leads').first().waitFor();
  const text = (await page.locator('main').textContent())!;
  for (const said of ['1240 leads', '212 cases', 'fewer than 20 cases', '140 leads', '30 of 46']) {
    expect(text).toContain(said);
  }
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  await page.getByRole('link', { name: 'All leads' }).click();
  await page.waitForSelector('.lead-row');
});
