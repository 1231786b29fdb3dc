/** Alerts of competition in a real browser: seen on every page at once, decided with mouse and keyboard, calm otherwise. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CompetitionView } from '../../schemas/competition.ts';
import { NO_COMPETITION } from '../made-up-competition.ts';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { createCast, createCrowd } from './cast.ts';
import { ACTOR, type FakeGateway, READER, startFakeGateway } from './fake-gateway.ts';
import { compared, openAlert, stepOf, watched } from './made-up-competition.ts';

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

async function open(hash: string, token = ACTOR, options: BrowserContextOptions = {}): Promise<Page> {
  opened = await openPage(browser, `${gateway.url}/console/#token=${token}`, options);
  await opened.page.waitForSelector('.lead-row');
  await opened.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return opened.page;
}
const leadOf = (lead: string) => gateway.leads.get(lead)!;
/** A lead's competition moves, as its next insight tells. */
function moved(lead: string, competition: CompetitionView) {
  const said = { type: 'message', from: 'lead', channel: 'sms', text: 'Hm.', intents: [] } as const;
  gateway.publish(leadOf(lead).happen({ ...said, intents: [], moved: { competition } }, Date.now()));
}
const high = (id: string, minutes: number) =>
  compared({ level: 'high', alert: openAlert(minutes, { id, level: 'high', text: `About ${id}` }) });
const item = (page: Page, name: string) => page.locator('.item', { hasText: name });
const names = (page: Page) => page.locator('.item h3').allTextContents();
const acts = () => gateway.competition.acts;

test('the feed has one line a lead, the greatest threat first, and tells it all where it is critical', async () => {
  moved('ana-1', high('a-1', 200));
  moved('priya', high('a-2', 20));
  moved('walt', compared());
  moved('tom:b 2', high('a-3', 300));
  moved('lead-00417', watched());
  gateway.competition.more = 40;
  const page = await open('#/alerts');
  await item(page, 'Walter Osei').waitFor();
  expect(await page.locator('.inbox-head .count').textContent()).toBe(
    '4 to see · 1 critical · and 40 more, due later',
  );
  expect(await names(page)).toEqual(['Walter Osei', 'Priya Raman', 'Ana Morales', 'Tom Becker']);
  await page.getByRole('article', { name: 'Tom Becker' }).waitFor();
  expect(await page.locator('.views a[aria-current] .badge').textContent()).toBe('4 to see, some critical');
  const walter = (await item(page, 'Walter Osei').textContent())!.replaceAll('\u00a0', ' ');
  for (const said of [
    ...['Critical threat', 'Says it is with Oakline Realty', 'Due in 13 min', 'marcus', '41% lost', '$7.3K'],
    ...['Compares us with Oakline Realty on commission', 'Another agent said 2% commission.'],
    ...['event walt-3 · 12 min ago', 'threat model 2 · 3 min ago'],
  ]) {
    expect(walter).toContain(said);
  }
  const ana = item(page, 'Ana Morales');
  expect(await ana.locator('.claims').count()).toBe(0);
  await ana.getByRole('button', { name: 'Why' }).click();
  await ana.getByText('Compares us with Oakline Realty on commission').waitFor();
  expect(await ana.getByRole('button', { name: 'Less' }).getAttribute('aria-expanded')).toBe('true');
});

test('a critical alert shows on whatever page is open, sooner than its insight, and of a lead nobody listed', async () => {
  const page = await open('#/patterns');
  expect(await page.locator('.strip').count()).toBe(0);
  const [newcomer] = createCrowd(1, Date.now());
  gateway.leads.set(newcomer!.lead, newcomer!);
  gateway.publishAlert(stepOf(newcomer!.lead, newcomer!.full().seq + 1));
  const strip = page.getByRole('alert').filter({ hasText: 'Says it is with Oakline Realty' });
  await strip.getByRole('link', { name: 'Lead Number 0' }).waitFor();
  expect(await strip.textContent()).toContain('Due in 13 min');
  expect(await page.locator('.views .badge').textContent()).toBe('1 to see, some critical');
  await strip.getByRole('link', { name: 'Why' }).click();
  await item(page, 'Lead Number 0').getByText('Waits for our answer longer than is usual').waitFor();
  // On its own page it is not told twice.
  expect(await page.locator('.strip').count()).toBe(0);
});

test('it is in view, wherever the page was scrolled to', async () => {
  for (const one of createCrowd(40, Date.now())) gateway.leads.set(one.lead, one);
  const page = await open('#/');
  await page.evaluate('scrollTo(0, 2000)');
  moved('walt', compared());
  await page.locator('.strip').waitFor();
  const { y } = (await page.locator('.strip').boundingBox())!;
  expect(y).toBe((await page.locator('.top').boundingBox())!.height);
});

test('one that is no more than high makes no noise', async () => {
  const page = await open('#/');
  moved('ana-1', high('a-1', 200));
  await page.locator('.views .badge', { hasText: '1' }).waitFor();
  expect(await page.locator('.strip').count()).toBe(0);
  expect(await page.locator('.views .badge').getAttribute('class')).not.toContain('pressing');
});

test('acknowledged is gone from what presses at once, and stays known', async () => {
  moved('walt', compared());
  const page = await open('#/');
  await page.locator('.strip').getByRole('button', { name: 'Acknowledge' }).dblclick();
  await page.locator('.strip').waitFor({ state: 'detached' });
  await expect.poll(acts).toEqual([{ path: 'leads/walt/alerts/alert:7/acknowledge', body: {} }]);
  moved('walt', compared({ alert: openAlert(14, { status: 'acknowledged' }) }));
  await page.evaluate(`location.hash = '#/alerts'`);
  const seen = page.getByRole('region', { name: 'Acknowledged' });
  await seen.getByText('Walter Osei').waitFor();
  expect(await seen.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
  expect(await page.locator('.views .badge').count()).toBe(0);
});

test('an act that fails brings the alert back, and says why', async () => {
  moved('walt', compared());
  gateway.competition.failNext = { status: 503, message: 'The store is away', fix: 'Try again' };
  const page = await open('#/alerts');
  await item(page, 'Walter Osei').getByRole('button', { name: 'Snooze 1 h' }).click();
  await item(page, 'Walter Osei').getByText('The store is away. Try again.').waitFor();
});

test('it is put aside until a time, and closed only after a question', async () => {
  moved('walt', compared());
  moved('ana-1', high('a-1', 200));
  const page = await open('#/alerts');
  await item(page, 'Walter Osei').getByRole('button', { name: 'Snooze 1 h' }).click();
  await item(page, 'Walter Osei').waitFor({ state: 'detached' });
  const until = new Date((acts()[0]!.body as { until: string }).until).getTime();
  expect(Math.abs(until - Date.now() - 3_600_000)).toBeLessThan(60_000);
  const ana = item(page, 'Ana Morales');
  await ana.getByRole('button', { name: 'Why' }).click();
  await ana.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Close alert' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(acts()).toHaveLength(1);
  await ana.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Close alert' }).click();
  await page.getByText('No lead is known to be under threat.').waitFor();
  await expect
    .poll(() => acts().map(({ path }) => path))
    .toEqual(['leads/walt/alerts/alert:7/snooze', 'leads/ana-1/alerts/a-1/close']);
});

test('the keyboard goes through the feed, decides, and opens the lead', async () => {
  moved('walt', compared());
  moved('priya', compared({ alert: openAlert(30, { id: 'a-2', text: 'About a-2' }) }));
  moved('ana-1', high('a-1', 200));
  const page = await open('#/alerts');
  await item(page, 'Ana Morales').waitFor();
  await page.keyboard.press('j');
  expect(await page.locator(':focus h3').textContent()).toBe('Walter Osei');
  await page.keyboard.press('t');
  await item(page, 'Walter Osei').waitFor({ state: 'detached' });
  expect(await page.locator(':focus h3').textContent()).toBe('Priya Raman');
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Close alert' }).waitFor();
  await page.keyboard.press('a'); // behind the question
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await item(page, 'Ana Morales').getByRole('button', { name: 'Less' }).waitFor();
  await page.keyboard.press('o');
  await page.getByRole('heading', { level: 1, name: 'Ana Morales' }).waitFor();
  expect(acts().map(({ path }) => path)).toEqual(['leads/walt/alerts/alert:7/snooze']);
});

test('what closes elsewhere goes, what is passed on says so, and after a break nothing is missed', async () => {
  moved('walt', compared());
  const page = await open('#/alerts');
  await item(page, 'Walter Osei').waitFor();
  moved('walt', compared({ alert: openAlert(15, { raised: 1 }) }));
  await item(page, 'Walter Osei').getByText('Passed on 1×').waitFor();
  gateway.dropSockets();
  moved('ana-1', high('a-1', 200));
  gateway.publishAlert(stepOf('ana-1', leadOf('ana-1').full().seq, { id: 'a-1', level: 'high' }));
  moved('walt', NO_COMPETITION);
  gateway.publishAlert(stepOf('walt', leadOf('walt').full().seq, { step: 'closed' }));
  await item(page, 'Walter Osei').waitFor({ state: 'detached' });
  expect(await names(page)).toEqual(['Ana Morales']);
});

test('alerts of one agent are listed, and a reader decides nothing', async () => {
  moved('walt', compared());
  moved('ana-1', high('a-1', 200));
  const page = await open('#/alerts', READER);
  await page.getByLabel('Agent').selectOption('renata');
  expect(await names(page)).toEqual(['Ana Morales']);
  await page.getByLabel('Agent').selectOption('');
  await page.getByText('needs the scope nurture:act').waitFor();
  expect(await item(page, 'Walter Osei').getByRole('button').allTextContents()).toEqual(['Less']);
});

test('nothing of an erased lead stays', async () => {
  const page = await open('#/alerts');
  gateway.publishAlert(stepOf('walt', leadOf('walt').full().seq + 1));
  await item(page, 'Walter Osei').waitFor();
  const wire = leadOf('walt').happen({ type: 'erase' }, Date.now());
  gateway.publish({ ...wire, cause: { kind: 'erase', id: 'e' }, insightDelta: {} });
  await page.getByText('No lead is known to be under threat.').waitFor();
});

test.each(['light', 'dark'] as const)(
  'at phone width nothing of it scrolls sideways, in the %s',
  async (colorScheme) => {
    moved(
      'walt',
      compared({ alert: openAlert(14, { text: `Signed: https://example.com/${'x'.repeat(300)}` }) }),
    );
    moved('ana-1', high('a-1', -200));
    const page = await open('#/', ACTOR, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      colorScheme,
    });
    await page.locator('.strip').waitFor();
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await width()).toBe(390);
    await page.getByRole('link', { name: 'Alerts' }).click();
    await item(page, 'Walter Osei').waitFor();
    expect(await width()).toBe(390);
    await item(page, 'Ana Morales').getByRole('button', { name: 'Why' }).click();
    expect(await width()).toBe(390);
  },
);
