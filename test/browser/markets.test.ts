/** Markets, and wins and losses, in a real browser: plots with their events, no rate without enough behind it, review. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { createCast } from './cast.ts';
import { NOTHING_DECIDED } from './fake-competition.ts';
import { type FakeGateway, READER, startFakeGateway, TOKEN } from './fake-gateway.ts';

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
  // A browser reports a refused request by itself; where a test refuses one that is no fault.
  expect(opened.complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
});

async function open(hash: string, token = TOKEN, options: BrowserContextOptions = {}): Promise<Page> {
  opened = await openPage(browser, `${gateway.url}/console/#token=${token}`, options);
  await opened.page.waitForSelector('.lead-row');
  await opened.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return opened.page;
}
const width = (page: Page) => page.evaluate('document.documentElement.scrollWidth');
const textOf = async (page: Page, selector: string) =>
  (await page.locator(selector).first().textContent())!.replaceAll('\u00a0', ' ');

test.each([
  [1440, 'light'],
  [1440, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const)('from the markets to one area and its plots, at %i px in the %s', async (px, colorScheme) => {
  const viewport = { width: px, height: 844 };
  const page = await open('#/', TOKEN, { viewport, colorScheme, isMobile: px < 760 });
  await page.getByRole('link', { name: 'Markets' }).click();
  const old = page.locator('.areas li', { hasText: 'Old Mill / North' });
  await old.waitFor();
  expect((await old.textContent())!).toContain('1 lead touched in 30 days');
  expect(await textOf(page, '.areas li:last-child')).toContain('Homes for sale' + 'not known');
  expect(await width(page)).toBe(px);
  await page.getByRole('link', { name: 'Riverside' }).click();
  await page.getByRole('heading', { level: 1, name: 'Riverside' }).waitFor();
  await page.waitForSelector('.plots canvas');
  expect(await page.locator('.plots [role=img]').count()).toBe(4);
  await expect.poll(() => page.evaluate(COLOURS)).toBeGreaterThan(3);
  const inventory = page.getByRole('img', { name: /^Homes for sale: / });
  const label = (await inventory.getAttribute('aria-label'))!;
  expect(label).toMatch(
    /170 in that of .+\. Riverside: homes for sale up 27%, 3\.4 times its usual weekly move\./,
  );
  expect(await width(page)).toBe(px);
  await page.getByRole('link', { name: 'All markets' }).click();
  await old.waitFor();
});

/** How many different colours the first plot holds. */
const COLOURS = `(() => {
  const canvas = document.querySelector('.plots canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
})()`;

/** The area's page drawn anew, as the gateway tells it by now. */
async function redrawn(page: Page) {
  await page.evaluate(`location.hash = '#/markets'`);
  await page.locator('.areas').waitFor();
  await page.evaluate(`location.hash = '#/markets/Riverside'`);
  await page.waitForSelector('.plots canvas');
}

test('a shift and a competitor’s move are drawn where they happened', async () => {
  const page = await open('#/markets/Riverside');
  await page.waitForSelector('.plots canvas');
  await expect.poll(() => page.evaluate(MARKED)).toEqual([false, true, false, false]);
  const drawn = await page.evaluate(RATE);
  const { series } = gateway.competition;
  gateway.competition.series = { ...series, shifts: [{ ...series.shifts[0]!, kind: 'price_shift' }] };
  await redrawn(page);
  await expect.poll(() => page.evaluate(MARKED)).toEqual([true, false, false, false]);
  await expect.poll(() => page.evaluate(RATE)).toBe(drawn);
  gateway.competition.series = { ...series, moves: [] };
  await redrawn(page);
  await expect.poll(() => page.evaluate(MARKED)).toEqual([false, true, false, false]);
  expect(await page.evaluate(RATE)).not.toBe(drawn);
});

/** The picture of the rate, which only competitors' moves are drawn on. */
const RATE = `document.querySelectorAll('.plots canvas')[3]?.toDataURL()`;

/** Whether each plot has pixels of the colour that warns, `#a8501f`. */
const MARKED = `[...document.querySelectorAll('.plots canvas')].map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === 168 && data[i + 1] === 80 && data[i + 2] === 31 && data[i + 3] === 255) return true;
  return false;
})`;

test('an area tells what happened, its listings, and the leads it touches', async () => {
  const page = await open('#/markets/Riverside');
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  const text = await textOf(page, 'main');
  for (const said of [
    ...['homes for sale up 27%', '23 leads told', 'oakline-amy took a listing: 77 Lock Rd'],
    ...['harbor-ben began a campaign', 'Price changed · Active', '$634K−3.8% from $659K', '+3.2%'],
    ...['Pending12$571K17', 'not known'],
  ]) {
    expect(text).toContain(said);
  }
  expect(text).not.toContain('Expired · Expired');
  const here = page.locator('.card', { hasText: 'Leads here' });
  expect(await here.getByRole('link').allTextContents()).toEqual(['Walter Osei']);
});

test('an area nobody heard of, markets before any index, and a store that is away, are told as what they are', async () => {
  const page = await open('#/markets/Nowhere');
  await page.getByText('Nothing is known of a market “Nowhere”.').waitFor();
  gateway.competition.markets = { areas: [] };
  await page.evaluate(`location.hash = '#/markets'`);
  await page.getByText('No market is known yet.').waitFor();
  const away = { status: 503, message: 'The analytics store is away', fix: 'Try again later' };
  gateway.competition.failNext = away;
  await page.evaluate(`location.hash = '#/markets/Riverside'`);
  await page.getByText('The analytics store is away. Try again later.').waitFor();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.waitForSelector('.plots canvas');
  expect(await page.getByText('The analytics store is away').count()).toBe(0);
});

test('wins and losses are counts, and a rate with its interval only where enough were decided', async () => {
  const page = await open('#/win-loss');
  const oakline = page.locator('.against', { hasText: 'Oakline Realty' });
  await oakline.waitFor();
  expect(await page.locator('.against h3').allTextContents()).toEqual([
    ...['Oakline Realty Brokerage', 'Zillow Portal', 'Harbor & Finch '],
  ]);
  const rows = oakline.locator('li');
  expect(await rows.nth(0).textContent()).toContain('61% 14 won, 9 lostBetween 41% and 78%.');
  expect(await rows.nth(2).textContent()).toBe('Riverside4 won, 3 lost · 7 of 10 for a rate');
  const zillow = page.locator('.against', { hasText: 'Zillow' });
  expect(await zillow.textContent()).not.toContain('%');
  expect(await zillow.locator('.rate-bar').count()).toBe(0);
  const plays = await page.locator('.plays tbody tr').allTextContents();
  expect(plays).toEqual(['net sheet critical93 of 7234', '(held out) critical2–011']);
  gateway.competition.winLoss = NOTHING_DECIDED;
  await page.evaluate(`location.hash = '#/'`);
  await page.waitForSelector('.lead-row');
  await page.evaluate(`location.hash = '#/win-loss'`);
  await page.getByText('No lead with a competitor at its door was won or lost yet.').waitFor();
  await page.getByText('No alert was high or critical yet.').waitFor();
});

test('what leads named is accepted as new or as another name, or ignored after a question', async () => {
  const page = await open('#/win-loss');
  await page.getByText('3 mentions by 1 lead in 90 days').waitFor();
  await page.getByRole('button', { name: 'Accept Zilow' }).click();
  await page.getByLabel('Zilow is').selectOption('Zillow');
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.getByRole('button', { name: 'Accept Zilow' }).waitFor({ state: 'detached' });
  await page.locator('.proposed').getByText('Zilow').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Accept Harbor & Finch' }).click();
  await page.locator('select:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ignore Harbor & Finch' }).click();
  await page.getByRole('button', { name: 'Ignore it' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await page.locator(':focus').textContent()).toBe('Ignore Harbor & Finch');
  await page.getByRole('button', { name: 'Ignore Harbor & Finch' }).click();
  await page.getByRole('button', { name: 'Ignore it' }).click();
  await page.getByText('Every name that leads used is known or put aside.').waitFor();
  expect(gateway.competition.acts).toEqual([
    { path: 'competitors/proposed/accept', body: { name: 'Zilow', aliasOf: 'zillow' } },
    { path: 'competitors/proposed/ignore', body: { name: 'Harbor & Finch' } },
  ]);
});

test('a new one is accepted by its kind; a refusal leaves it, and says why', async () => {
  const page = await open('#/win-loss');
  const proposed = page.locator('.proposed li', { hasText: 'Harbor & Finch' });
  const accept = async () => {
    await proposed.getByRole('button', { name: 'Accept' }).click();
    await page.getByLabel('Harbor & Finch is').selectOption('a new agent');
    await proposed.getByRole('button', { name: 'Accept', exact: true }).click();
  };
  await proposed.waitFor();
  gateway.competition.failNext = { status: 409, message: 'The registry has changed', fix: 'Look again' };
  await accept();
  await proposed.getByText('The registry has changed. Look again.').waitFor();
  await accept();
  await proposed.waitFor({ state: 'detached' });
  expect(gateway.competition.acts).toEqual([
    { path: 'competitors/proposed/accept', body: { name: 'Harbor & Finch', kind: 'agent' } },
  ]);
});

test('who may only look decides on no competitor', async () => {
  const page = await open('#/win-loss', READER);
  await page.getByText('needs the scope nurture:admin').waitFor();
  expect(await page.locator('.proposed').getByRole('button').count()).toBe(0);
});

test.each(['light', 'dark'] as const)(
  'at phone width nothing scrolls sideways, however long a name is, in the %s',
  async (colorScheme) => {
    const long = 'x'.repeat(120);
    const { series, winLoss, competitors, markets } = gateway.competition;
    gateway.competition.markets = { areas: markets.areas.map((one) => ({ ...one, area: one.area + long })) };
    gateway.competition.winLoss = {
      ...winLoss,
      rows: winLoss.rows.map((row) => ({ ...row, area: row.area && long })),
    };
    gateway.competition.competitors = {
      ...competitors,
      proposed: [{ name: long, lastAt: new Date().toISOString() }],
    };
    gateway.competition.series = {
      ...series,
      listings: series.listings.map((one) => ({ ...one, listing: long, status: long })),
      moves: series.moves.map((one) => ({ ...one, agent: long })),
    };
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, colorScheme };
    const page = await open('#/markets', TOKEN, phone);
    await page.locator('.areas li').first().waitFor();
    expect(await width(page)).toBe(390);
    await page.evaluate(`location.hash = '#/markets/Riverside'`);
    await page.waitForSelector('.plots canvas');
    expect(await width(page)).toBe(390);
    await page.evaluate(`location.hash = '#/win-loss'`);
    await page.locator('.proposed').getByRole('button', { name: 'Accept' }).click();
    expect(await width(page)).toBe(390);
  },
);
