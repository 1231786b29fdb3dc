/** The console against the gateway itself, over a real Redis: the two agree on every word between them. */
import { cp } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../infra/free-port.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import type { AlertActEvent } from '../../schemas/system-event.ts';
import { SHARDS, startWorld, type World } from '../integration/gateway-world.ts';
import { alerted, alertStep } from '../made-up-competition.ts';
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
    const url = `http://127.0.0.1:${world.port}/console/#token=${world.token()}`;
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

  test('alerts are heard at once, decided, and not missed by a restart; a page without its store says so', async () => {
    const tenant = 'alerted';
    await world.scribe.write('ann', { tenant, competition: alerted(10) });
    const url = `http://127.0.0.1:${world.port}/console/#token=${world.token({ tenant })}`;
    const opened = await openPage(browser, url);
    const { page } = opened;
    const strip = page.locator('.strip');
    await strip.getByText('Means to sign with Harbor Homes').waitFor();
    await strip.getByRole('button', { name: 'Acknowledge' }).click();
    await strip.waitFor({ state: 'detached' });
    await expect
      .poll(() => actsOn(tenant, 'ann'))
      .toMatchObject([{ alert: 'a-1', act: 'acknowledge', by: 'test' }]);

    await world.scribe.write('bea', { tenant });
    await world.scribe.record(alertStep({ tenant, lead: 'bea', seq: 2, text: 'Signed elsewhere' }));
    await strip.getByText('Signed elsewhere').waitFor();
    expect(opened.complaints).toEqual([]);
    await world.stopGateway();
    await page.getByText(/Reconnecting|Stale/).waitFor();
    await world.scribe.record(alertStep({ tenant, lead: 'bea', seq: 3, step: 'closed' }));
    await world.restart();
    await strip.waitFor({ state: 'detached' });

    await page.evaluate(`location.hash = '#/lead/ann/competition'`);
    await page.locator('.at-door').getByText('Harbor Homes').first().waitFor();
    await page.evaluate(`location.hash = '#/markets'`);
    await page.getByText('The analytics store is away').waitFor();
    await page.evaluate(`location.hash = '#/win-loss'`);
    await page.getByText('Every name that leads used is known or put aside.').waitFor();
    await opened.close();
  });

  async function actsOn(tenant: string, lead: string): Promise<AlertActEvent[]> {
    const { events } = shardKeys('leads', shardOf(leadKey(tenant, lead), SHARDS.leads));
    const entries = await world.connection.client.xrange(events, '-', '+');
    return entries
      .map(([, fields]) => JSON.parse(fields[1]!) as AlertActEvent)
      .filter((event) => event.type === 'alert_act' && event.lead === lead);
  }
});
