/** The kill switch, the settings and the effect in a real browser: seen by everybody, changed by who may. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { createCast } from './cast.ts';
import { ACTOR, type FakeGateway, READER, startFakeGateway, TOKEN } from './fake-gateway.ts';
import { EFFECT, TOO_FEW } from './fake-nurture.ts';

let built: BuiltConsole;
let browser: Browser;
let gateway: FakeGateway;
let pages: WatchedPage[];

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
  pages = [];
});
afterEach(async () => {
  const complaints = pages.flatMap((one) => one.complaints);
  await Promise.all(pages.map((one) => one.close()));
  await gateway.close();
  // A browser reports a refused request by itself; where a test refuses one that is no fault.
  expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
});

async function open(hash = '#/', token = TOKEN, options: BrowserContextOptions = {}): Promise<Page> {
  const opened = await openPage(browser, `${gateway.url}/console/#token=${token}`, options);
  pages.push(opened);
  await opened.page.waitForSelector('.lead-row');
  await opened.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return opened.page;
}
const width = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

test('stopping asks first, then everybody sees it, and who may lets it go on', async () => {
  const mine = await open();
  const theirs = await open('#/', READER);
  await mine.getByRole('button', { name: 'Stop all sending' }).click();
  await mine.keyboard.press('Escape');
  expect(gateway.nurture.acts).toEqual([]);
  await mine.getByRole('button', { name: 'Stop all sending' }).click();
  await mine.getByRole('button', { name: 'Stop sending' }).click();
  await mine.getByText('All sending is stopped.').waitFor();
  expect(gateway.nurture.acts).toEqual([{ path: 'nurture/stop', body: { stopped: true } }]);
  expect(await mine.getByRole('button', { name: 'Stop all sending' }).count()).toBe(0);
  await theirs.getByText('All sending is stopped.').waitFor();
  await theirs.getByText('An administrator can allow it again.').waitFor();
  await mine.getByRole('button', { name: 'Allow sending again' }).click();
  await mine.locator('.stopped').waitFor({ state: 'detached' });
  await theirs.locator('.stopped').waitFor({ state: 'detached' });
});

test('a no given in the very moment of the question is a no, and asking again asks', async () => {
  const page = await open();
  const stop = page.getByRole('button', { name: 'Stop all sending' });
  const { x, y } = (await stop.boundingBox())!;
  const hands = await page.context().newCDPSession(page);
  const at = { x: x + 5, y: y + 5, button: 'left', clickCount: 1 } as const;
  const click = () => [
    hands.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at }),
    hands.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at }),
  ];
  const escapeKey = { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 } as const;
  const no = () => [
    hands.send('Input.dispatchKeyEvent', { type: 'keyDown', ...escapeKey }),
    hands.send('Input.dispatchKeyEvent', { type: 'keyUp', ...escapeKey }),
  ];
  for (let n = 0; n < 5; n++) {
    // None waits for the one before: the browser takes them in as fast as it can.
    await Promise.all([...click(), ...no(), ...click()]);
    await page.getByRole('button', { name: 'Stop sending' }).waitFor();
    await Promise.all(no());
    await page.locator('dialog').waitFor({ state: 'detached' });
  }
  expect(gateway.nurture.acts).toEqual([]);
});

test('who acts may stop and not go on; who looks may neither', async () => {
  const actor = await open('#/', ACTOR);
  await actor.getByRole('button', { name: 'Stop all sending' }).click();
  await actor.getByRole('button', { name: 'Stop sending' }).click();
  await actor.getByText('An administrator can allow it again.').waitFor();
  expect(await actor.getByRole('button', { name: 'Allow sending again' }).count()).toBe(0);
  gateway.nurture.inForce = { ...gateway.nurture.inForce, sending: 'on', stoppedBy: null };
  const reader = await open('#/settings', READER);
  await reader.getByText('needs the scope nurture:admin').waitFor();
  expect(await reader.getByRole('button', { name: 'Stop all sending' }).count()).toBe(0);
  expect(await reader.getByLabel('Messages a day').isDisabled()).toBe(true);
});

test('a stop that fails says so, and claims nothing', async () => {
  gateway.nurture.failNext = { status: 503, message: 'The store is away', fix: 'Try again' };
  const page = await open();
  await page.getByRole('button', { name: 'Stop all sending' }).click();
  await page.getByRole('button', { name: 'Stop sending' }).click();
  await page.getByText('The store is away. Try again.').waitFor();
  expect(await page.locator('.stopped').count()).toBe(0);
});

test('a stop for all brokerages, or on some shards only, is told as what it is', async () => {
  gateway.nurture.inForce = { ...gateway.nurture.inForce, sending: 'stopped', stoppedBy: 'operator' };
  const page = await open();
  await page.getByText('The operator stopped it for all brokerages.').waitFor();
  expect(await page.getByRole('button', { name: 'Allow sending again' }).count()).toBe(0);
  gateway.nurture.inForce = { ...gateway.nurture.inForce, sending: 'partly', stoppedBy: 'brokerage' };
  await page.getByText('Sending is stopped in part.').waitFor();
  await page.getByRole('button', { name: 'Allow sending again' }).waitFor();
});

test('settings are saved by version, whole', async () => {
  const page = await open('#/settings');
  await page.getByText('Version 4, by lena').waitFor();
  await page.getByLabel('Leads that get no marketing').fill('20');
  await page.getByLabel('For every lead that is not named below').selectOption('approve');
  await page.getByLabel('Add an exception for a segment').selectOption('rate_watcher');
  await page.getByLabel('Rate watcher', { exact: true }).selectOption('automatic');
  await page.getByLabel('Postal address').fill('1 Oak Street, Denver, CO 80202');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved as version 5').waitFor();
  const [saved] = gateway.nurture.acts;
  expect(saved).toMatchObject({
    path: 'nurture/settings',
    body: {
      ...{ version: 4, holdout: { share: 0.2, salt: 'doorstep' } },
      autonomy: { default: 'approve', bySegment: { rate_watcher: 'automatic' }, byAgent: {} },
      sender: { brokerage: 'your brokerage', postalAddress: '1 Oak Street, Denver, CO 80202' },
    },
  });
});

test('what is wrong is said at its field, in the browser and by the gateway', async () => {
  const page = await open('#/settings');
  const share = page.getByLabel('Leads that get no marketing');
  await share.fill('60');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.evaluate(`document.getElementById('holdout.share').validity.rangeOverflow`)).toBe(true);
  expect(gateway.nurture.acts).toEqual([]);
  await share.fill('10');
  const perDay = page.getByLabel('Messages a day');
  await perDay.fill('9');
  gateway.nurture.failNext = {
    ...{
      status: 400,
      field: 'caps.perDay',
      message: 'caps.perDay is above caps.perWeek',
      fix: 'Use at most 5',
    },
  };
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.field', { has: perDay }).getByText('caps.perDay is above caps.perWeek').waitFor();
  expect(await perDay.getAttribute('aria-invalid')).toBe('true');
});

test('what somebody else changed meanwhile stays changed, and mine waits on top of it', async () => {
  const page = await open('#/settings');
  await page.getByLabel('Messages a week').fill('7');
  const { settings } = gateway.nurture.inForce;
  gateway.nurture.inForce = {
    ...gateway.nurture.inForce,
    settings: { ...settings, version: 5, caps: { ...settings.caps, perDay: 1 } },
  };
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody changed the settings meanwhile.').waitFor();
  expect(await page.getByLabel('Messages a day').inputValue()).toBe('1');
  expect(await page.getByLabel('Messages a week').inputValue()).toBe('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved as version 6').waitFor();
  expect(gateway.nurture.inForce.settings.caps).toMatchObject({ perDay: 1, perWeek: 7 });
});

test.each([1440, 390])('the effect is told with its interval, at %i px', async (px) => {
  gateway.nurture.effect = EFFECT;
  const page = await open('#/effect', READER, { viewport: { width: px, height: 844 } });
  await page.getByText('More convert: +3.7 points').waitFor();
  const picture = page.getByRole('img', { name: 'Difference' });
  expect(await picture.getAttribute('aria-label')).toBe('Difference: +3.7 points, between +0.4 and +7.0.');
  const text = (await page.locator('main').textContent())!;
  for (const said of [
    ...['233 of 2140', '17 of 236', 'Listing match', '276 of 812', 'not enough data: 12 of 50 sent'],
    ...['1702 of 1916', '79 of 88, 3 open', 'Fixed cadence', 'is not proven better'],
  ]) {
    expect(text).toContain(said);
  }
  expect(await width(page)).toBe(px);
});

test('an interval around zero is called what it is', async () => {
  const { uplift } = EFFECT;
  gateway.nurture.effect = { ...EFFECT, uplift: { ...uplift, difference: 0.01, low: -0.02, high: 0.04 } };
  const page = await open('#/effect');
  await page.getByText('It may be nothing: +1.0 points').waitFor();
});

test('without enough data no figure is shown, only how much is missing', async () => {
  gateway.nurture.effect = TOO_FEW;
  const page = await open('#/effect');
  await page.getByText('Not enough data: 12 of 200 leads held out').waitFor();
  expect(await page.getByRole('img', { name: 'Difference' }).count()).toBe(0);
  expect(await page.locator('.rate-bar').count()).toBe(0);
  expect(await page.locator('.uplift').textContent()).not.toContain('%');
});

test('before anything is measured the page says so', async () => {
  const page = await open('#/effect');
  await page.getByText('Nothing is measured yet.').waitFor();
});
