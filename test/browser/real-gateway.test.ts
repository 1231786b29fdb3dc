/** The console against the gateway itself, over a real Redis: the two agree on every word between them. */
import { cp } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../infra/free-port.ts';
import { startWorld, type World } from '../integration/gateway-world.ts';
import { launchBrowser, openPage } from './browser.ts';
import { buildConsole } from './built-console.ts';

describe.each(['uws', 'ws'] as const)('the console over %s', (transport) => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launchBrowser();
    world = await startWorld({ transport, config: { port: await freePort() } });
    const built = await buildConsole();
    await cp(built.dir, world.consoleDir, { recursive: true });
    await built.remove();
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  test('shows leads, their conversation, and what comes, also after a restart', async () => {
    await world.scribe.write('ann: the/first', { text: 'Is it still for sale?', attention: 0.4 });
    await world.scribe.write('bob', { text: 'Call me', attention: 0.9 });
    await world.scribe.write('eve', { text: 'Not yours', tenant: 'rivals' });
    const url = `http://127.0.0.1:${world.port}/console/#token=${await world.token()}`;
    const opened = await openPage(browser, url);
    const { page } = opened;
    await page.getByText('Call me').waitFor();
    const links = page.locator('.lead-row h2 a');
    const hrefs = () => links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(await hrefs()).toEqual(['#/lead/bob', '#/lead/ann%3A%20the%2Ffirst']);

    await links.nth(1).click();
    await page.locator('.bubble', { hasText: 'Is it still for sale?' }).waitFor();
    await page.waitForSelector('.forecast canvas');
    await world.scribe.write('ann: the/first', { text: 'We could come on Saturday' });
    await page.locator('.bubble', { hasText: 'We could come on Saturday' }).waitFor();
    expect(opened.complaints).toEqual([]);

    await world.stopGateway();
    await page.getByText(/Reconnecting|Stale/).waitFor();
    await world.scribe.write('ann: the/first', { text: 'Said to nobody' });
    await world.restart();
    await page.locator('.bubble', { hasText: 'Said to nobody' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.locator('.bubble').count()).toBe(3);
    await opened.close();
  });
});
