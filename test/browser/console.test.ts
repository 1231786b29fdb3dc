/** The console in a real browser, against a gateway that plays a few leads. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { createCast, createCrowd } from './cast.ts';
import { type FakeGateway, startFakeGateway, TOKEN } from './fake-gateway.ts';
import type { Happened } from './fake-leads.ts';

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
  const complaints = pages.flatMap((opened) => opened.complaints);
  await Promise.all(pages.map((opened) => opened.close()));
  await gateway.close();
  expect(complaints).toEqual([]);
});

async function open(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
  const opened = await openPage(browser, `${gateway.url}/console/#token=${TOKEN}`, options);
  pages.push(opened);
  await opened.page.waitForSelector('.lead-row');
  if (hash) await opened.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return opened.page;
}

const message = (text: string, intents: string[] = [], moved: Happened['moved'] = {}): Happened => ({
  ...{ type: 'message', from: 'lead', channel: 'sms', text, intents, moved },
});
function happen(lead: string, happened: Happened) {
  gateway.publish(gateway.leads.get(lead)!.happen(happened, Date.now()));
}
/** A browser reports a refused socket or request by itself; where the test refuses them that is no fault. */
function forgiveRefusals() {
  const refusal = /^(WebSocket connection to .* failed|Failed to load resource)/;
  for (const opened of pages) opened.complaints = opened.complaints.filter((text) => !refusal.test(text));
}
/** An order settles in its own time: polls for longer than that. */
const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 6000 });
const names = (page: Page) => page.locator('.lead-row h2').allTextContents();
const subscribesWith = (recover: boolean) => gateway.subscribes(recover);

test('the list shows every lead, what deserves attention first', async () => {
  const page = await open();
  expect(await names(page)).toEqual([
    ...['Ana Morales', 'Walter Osei', 'Priya Raman', 'Tom Becker', 'lead-00417'],
  ]);
  const ana = page.locator('.lead-row', { hasText: 'Ana Morales' });
  expect(await ana.locator('.words p').textContent()).toContain('What are the HOA fees');
  expect(await ana.locator('.chip').allTextContents()).toEqual(['Price question', 'Commute question']);
  expect(await ana.locator('.chance .number').textContent()).toContain('63%');
  const tom = page.locator('.lead-row', { hasText: 'Tom Becker' });
  expect(await tom.locator('.expected').textContent()).toContain('Not enough data');
});

test('an opt-out is a chip in the list and on the page', async () => {
  const page = await open();
  const consent = { sms: { given: false, since: new Date().toISOString() } };
  happen('priya', message('no more texts pls', [], { consent }));
  const row = page.locator('.lead-row', { hasText: 'Priya Raman' });
  await eventually(() => row.locator('.who .chip').textContent()).toBe('Opted out of texts');
  await row.locator('a').click();
  await eventually(() => page.locator('.identity .chip').textContent()).toBe('Opted out of texts');
});

test('the token leaves the address bar and stays in the tab', async () => {
  const page = await open();
  expect(page.url()).toBe(`${gateway.url}/console/#/`);
  await page.reload();
  await page.waitForSelector('.lead-row');
});

test('an update arrives without a reload and moves its lead up', async () => {
  const page = await open();
  happen('priya', message('We want to make an offer today', ['offer_intent'], { attention: 0.98, p: 0.8 }));
  await page.getByText('We want to make an offer today').waitFor();
  await eventually(() => names(page).then((all) => all[0])).toBe('Priya Raman');
});

test('rows keep their places while the pointer is on the list', async () => {
  const page = await open();
  await page.hover('.row:first-child');
  happen('priya', message('Call me now', ['human_request'], { attention: 0.98 }));
  await page.getByText('Call me now').waitFor();
  // Longer than the time in which an order settles: the hold, not the pace, is what keeps it.
  await page.waitForTimeout(2000);
  expect((await names(page))[0]).toBe('Ana Morales');
  await page.mouse.move(5, 5);
  await eventually(() => names(page).then((all) => all[0])).toBe('Priya Raman');
});

test('search, segment and agent narrow the list', async () => {
  const page = await open();
  await page.getByLabel('Search leads').fill('commission 2%');
  await eventually(() => names(page)).toEqual(['Walter Osei']);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByLabel('Agent').selectOption('marcus');
  await eventually(() => names(page)).toEqual(['Walter Osei', 'Priya Raman']);
  await page.getByLabel('Segment').selectOption('cash_flow_investor');
  await eventually(() => names(page)).toEqual(['Priya Raman']);
});

test("a lead's page shows the conversation as it arrives", async () => {
  const page = await open();
  await page.getByRole('link', { name: 'Ana Morales' }).click();
  await page.getByText('Yes please, could we come Saturday morning?').waitFor();
  const before = await page.locator('.talk .message').count();
  expect(before).toBe(5);
  expect(await page.locator('.talk .ours').count()).toBe(2);
  expect(await page.locator('.talk .event', { hasText: 'Booked a showing' }).count()).toBe(1);
  happen('ana-1', message('Could we bring an inspector?', ['condition_question']));
  const arrived = page.locator('.talk .message', { hasText: 'Could we bring an inspector?' });
  await arrived.waitFor();
  expect(await arrived.locator('.chip').allTextContents()).toEqual(['Condition question']);
  expect(await page.locator('.talk .message').count()).toBe(before + 1);
});

test('the forecast is drawn, and said in words', async () => {
  const page = await open('#/lead/ana-1');
  await page.waitForSelector('.forecast canvas');
  await eventually(() => page.evaluate(COLOURS)).toBeGreaterThan(3);
  const card = page.locator('.forecast');
  expect(await card.locator('.headline').textContent()).toMatch(/^If they convert, around \w+day, /);
  expect(await card.locator('.detail').textContent()).toContain('37% that nothing comes of it');
  const label = await card.locator('[role=img]').first().getAttribute('aria-label');
  expect(label).toMatch(/^Probability of having converted: \d+% by /);
});

/** How many different colours the first canvas of the forecast holds. */
const COLOURS = `(() => {
  const canvas = document.querySelector('.forecast canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
})()`;

test('an insufficient forecast names no date', async () => {
  const page = await open(`#/lead/${encodeURIComponent('tom:b 2')}`);
  await page.getByRole('heading', { name: 'Tom Becker' }).waitFor();
  expect(await page.locator('.forecast .headline').textContent()).toBe('Not enough data for a date');
});

test('a dropped connection is resumed where it was, and nothing is missing', async () => {
  const page = await open('#/lead/ana-1');
  await page.locator('.talk .message').first().waitFor();
  gateway.dropSockets();
  happen('ana-1', message('Said while you were away'));
  happen('walt', message('So did I', [], { attention: 0.99 }));
  await page.getByText('Said while you were away').waitFor();
  expect(subscribesWith(true)).toHaveLength(2);
  await page.getByRole('link', { name: 'All leads' }).click();
  await page.getByText('So did I').waitFor();
  expect(await page.locator('.connection').textContent()).toBe('Live');
});

test('while the gateway is away the page says since when it is stale', async () => {
  const page = await open();
  gateway.up = false;
  gateway.dropSockets();
  await page.getByText('Reconnecting…').waitFor();
  await page.getByText(/Stale since \d/).waitFor();
  gateway.up = true;
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  forgiveRefusals();
});

test('a lost frame is noticed and fetched again', async () => {
  const page = await open();
  gateway.loseNext();
  happen('walt', message('Lost on the way'));
  happen('priya', message('Came through'));
  await page.getByText('Came through').waitFor();
  await page.getByText('Lost on the way').waitFor();
  expect(subscribesWith(true)).toHaveLength(1);
});

test('another history means a new snapshot', async () => {
  const page = await open();
  gateway.leads.delete('walt');
  gateway.breakHistory();
  await eventually(() => names(page)).not.toContain('Walter Osei');
  expect(subscribesWith(false)).toHaveLength(2);
});

test('a lead that was in no snapshot is fetched whole', async () => {
  const page = await open();
  const [newcomer] = createCrowd(1, Date.now());
  newcomer!.happen(message('Unseen'), Date.now());
  gateway.leads.set(newcomer!.lead, newcomer!);
  happen(newcomer!.lead, message('Third message, first seen'));
  await page.getByText('Third message, first seen').waitFor();
  expect(await names(page)).toContain('Lead Number 0');
});

test('an erased lead leaves the screen', async () => {
  const page = await open();
  const wire = gateway.leads.get('walt')!.happen({ type: 'erase' }, Date.now());
  gateway.publish({ ...wire, cause: { kind: 'erase', id: 'e' }, insightDelta: {} });
  await eventually(() => names(page)).not.toContain('Walter Osei');
});

test('what a lead writes is text, whatever it looks like', async () => {
  const page = await open('#/lead/ana-1');
  const evil = '<img src=x onerror="document.title=1"><script>alert(1)</script>';
  happen('ana-1', { ...message(evil), moved: { contact: { name: '<b>Ana</b>' } } });
  const bubble = page.locator('.bubble', { hasText: 'onerror' });
  await bubble.waitFor();
  expect(await bubble.textContent()).toContain(evil);
  expect(await page.locator('.bubble img, .bubble script, h1 b').count()).toBe(0);
  expect(await page.title()).toBe('<b>Ana</b> · Doorstep');
});

test('at phone width nothing scrolls sideways, however long a word is', async () => {
  const page = await open('', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  happen('ana-1', message(`https://example.com/${'x'.repeat(300)}`));
  await page.getByText('https://example.com/').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.getByRole('link', { name: 'Ana Morales' }).tap();
  await page.locator('.bubble', { hasText: 'https://example.com/' }).waitFor();
  await page.waitForSelector('.forecast canvas');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  gateway.up = false;
  gateway.dropSockets();
  await page.getByText(/Stale since \d/).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  forgiveRefusals();
});

test('without a token the page asks for one; a refused one says why', async () => {
  const opened = await openPage(browser, `${gateway.url}/console/`);
  pages.push(opened);
  const { page } = opened;
  await page.getByLabel('Paste your token').fill('not.a.token');
  await page.getByRole('button', { name: 'Open the console' }).click();
  await page.getByText('The token has expired. Ask the operator for a new one.').waitFor();
  await page.getByLabel('Paste your token').fill(TOKEN);
  await page.getByRole('button', { name: 'Open the console' }).click();
  await page.waitForSelector('.lead-row');
  forgiveRefusals();
});

const ROW_IN_THE_MIDDLE = `document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('a')`;

test('the list comes back where it was left', async () => {
  for (const lead of createCrowd(80, Date.now())) gateway.leads.set(lead.lead, lead);
  const page = await open();
  await page.evaluate('scrollTo(0, 3000)');
  const left = await page.evaluate('scrollY');
  expect(left).toBeGreaterThan(2000);
  // Rows are drawn for where the page is, a frame after it got there; until then old ones stand elsewhere.
  await eventually(() => page.evaluate(`${ROW_IN_THE_MIDDLE} !== null`)).toBe(true);
  await page.evaluate(`${ROW_IN_THE_MIDDLE}.click()`);
  await page.getByRole('heading', { level: 1, name: 'Lead Number' }).waitFor();
  expect(await page.evaluate('scrollY')).toBe(0);
  await page.goBack();
  await eventually(() => page.evaluate('scrollY')).toBe(left);
});

test('five hundred leads and fifty updates a second stay smooth', async () => {
  const crowd = createCrowd(500, Date.now());
  for (const lead of crowd) gateway.leads.set(lead.lead, lead);
  const page = await open();
  expect(await page.locator('.count').textContent()).toContain('505');
  expect(await page.locator('.row').count()).toBeLessThan(40);
  await page.evaluate(WATCH_FRAMES);
  for (let i = 0; i < 100; i++) {
    happen(`crowd-${i * 5}`, message(`Update ${i}`, ['scheduling'], { attention: 0.6 + i / 1000 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await page.getByText('Update 99', { exact: true }).waitFor();
  const frames = (await page.evaluate('frames_')) as number[];
  const slow = frames.filter((ms) => ms > 100).length;
  // The machine is shared; a page that rendered per update, or all rows, would be far beyond this.
  expect(slow / frames.length).toBeLessThan(0.1);
});

/** Collects the time between frames, milliseconds. */
const WATCH_FRAMES = `(() => {
  let last = performance.now();
  globalThis.frames_ = [];
  const next = (now) => { frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
})()`;
