/** What waits for a person, in a real browser: decided with the mouse and the keyboard, live, and taken back on failure. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { NurtureView } from '../../schemas/nurture-view.ts';
import { awaiting, escalated, nothingPlanned } from '../made-up-nurture.ts';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { createCast } from './cast.ts';
import { ACTOR, type FakeGateway, READER, startFakeGateway } from './fake-gateway.ts';
import { RECEIPT } from './fake-nurture.ts';

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
/** A lead's nurturing moves, as its next insight tells. */
function nurtured(lead: string, nurture: NurtureView, text = 'Could we see it on Saturday?') {
  const message = { type: 'message', from: 'lead', channel: 'sms', text, intents: [] } as const;
  gateway.publish(
    gateway.leads.get(lead)!.happen({ ...message, intents: [], moved: { nurture } }, Date.now()),
  );
}
const item = (page: Page, name: string) => page.locator('.item', { hasText: name });
const badge = (page: Page) => page.locator('.views .badge').textContent();
const acts = () => gateway.nurture.acts;
const HASH = 'a'.repeat(64);

test('the inbox shows what it takes to decide, soonest first, and counts in the navigation', async () => {
  nurtured('ana-1', awaiting(60));
  nurtured('priya', awaiting(9, { id: 'd-8', channel: 'email', subject: 'Cap rates', body: 'It is 6.1%' }));
  nurtured('walt', escalated(-5, { level: 2 }));
  const page = await open('#/inbox');
  await item(page, 'Ana Morales').waitFor();
  expect(await page.locator('.item h3').allTextContents()).toEqual([
    ...['Walter Osei', 'Priya Raman', 'Ana Morales'],
  ]);
  expect(await badge(page)).toBe('3 waiting');
  const ana = (await item(page, 'Ana Morales').textContent())!;
  for (const said of [
    ...['Saturday at 10?', 'Why now: Asked for a showing two hours ago', 'First time buyer 72%', '63%'],
    ...['“Could we see it on Saturday?”', 'Expires in 59 min', '34% expected to answer'],
  ]) {
    expect(ana).toContain(said);
  }
  const priya = item(page, 'Priya Raman');
  expect(await priya.locator('.preview .subject').textContent()).toBe('Cap rates');
  expect(await priya.locator('.countdown').getAttribute('class')).toContain('near');
  const walter = item(page, 'Walter Osei');
  expect(await walter.textContent()).toContain('Wants to speak with a person about the offer.');
  expect(await walter.locator('.countdown').textContent()).toBe('Was due 5 min ago');
  expect(await walter.locator('.countdown').getAttribute('class')).toContain('over');
});

test('it is live: what comes to wait appears, what is settled elsewhere goes', async () => {
  const page = await open('#/inbox');
  await page.getByText('Nothing waits for a person.').waitFor();
  nurtured('ana-1', awaiting(60));
  await item(page, 'Ana Morales').waitFor();
  nurtured('ana-1', nothingPlanned());
  await page.getByText('Nothing waits for a person.').waitFor();
  expect(await page.locator('.views .badge').count()).toBe(0);
});

test('approving sends what was seen, once, and the draft is gone at once', async () => {
  nurtured('ana-1', awaiting(60));
  const page = await open('#/inbox');
  await item(page, 'Ana Morales').getByRole('button', { name: 'Approve' }).dblclick();
  await page.getByText('Nothing waits for a person.').waitFor();
  await expect
    .poll(acts)
    .toEqual([{ path: 'leads/ana-1/approval', body: { action: 'd-7', contentHash: HASH, approved: true } }]);
});

test('a decision that fails comes back, and says why', async () => {
  nurtured('ana-1', awaiting(60));
  gateway.nurture.failNext = { status: 503, message: 'The store is away', fix: 'Try again' };
  const page = await open('#/inbox');
  await item(page, 'Ana Morales').getByRole('button', { name: 'Approve' }).click();
  await item(page, 'Ana Morales').getByText('The store is away. Try again.').waitFor();
  await item(page, 'Ana Morales').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Nothing waits for a person.').waitFor();
});

test('a draft is edited in its place, and declined with a reason', async () => {
  nurtured('ana-1', awaiting(60));
  nurtured('priya', awaiting(9, { id: 'd-8', channel: 'email', subject: 'Cap rates', body: 'It is 6.1%' }));
  const page = await open('#/inbox');
  await item(page, 'Ana Morales').getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Message').fill('Saturday at 11?');
  await page.getByRole('button', { name: 'Approve as edited' }).click();
  await item(page, 'Priya Raman').getByRole('button', { name: 'Decline' }).click();
  await page.getByLabel('Why not?').fill('Wrong house');
  await item(page, 'Priya Raman').getByRole('button', { name: 'Decline' }).click();
  await expect
    .poll(() => acts().map(({ body }) => body))
    .toEqual([
      { action: 'd-7', contentHash: HASH, approved: true, body: 'Saturday at 11?' },
      { action: 'd-8', contentHash: HASH, approved: false, reason: 'Wrong house' },
    ]);
});

test('a text that changes under the finger is read before it can be approved', async () => {
  nurtured('ana-1', awaiting(60));
  const page = await open('#/inbox');
  const approve = item(page, 'Ana Morales').getByRole('button', { name: 'Approve' });
  await approve.waitFor();
  nurtured('ana-1', awaiting(60, { body: 'Sunday at 3?', contentHash: 'b'.repeat(64) }));
  await page.getByText('The text has just changed').waitFor();
  expect(await approve.isDisabled()).toBe(true);
  await approve.click();
  await expect.poll(() => acts()[0]?.body.contentHash).toBe('b'.repeat(64));
});

test('while somebody edits, a newer draft is shown beside and not lost sight of', async () => {
  nurtured('ana-1', awaiting(60));
  const page = await open('#/inbox');
  await item(page, 'Ana Morales').getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Message').fill('My own words');
  nurtured('ana-1', awaiting(60, { body: 'Sunday at 3?', contentHash: 'b'.repeat(64) }));
  await page.getByText('The draft has changed meanwhile, to: “Sunday at 3?”').waitFor();
  expect(await page.getByLabel('Message').inputValue()).toBe('My own words');
});

test('the keyboard goes through the inbox and decides', async () => {
  nurtured('walt', escalated(30));
  nurtured('ana-1', awaiting(60));
  nurtured('priya', awaiting(9, { id: 'd-8' }));
  const page = await open('#/inbox');
  await item(page, 'Ana Morales').waitFor();
  await page.keyboard.press('a');
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
  expect(await page.locator(':focus h3').textContent()).toBe('Priya Raman');
  await page.keyboard.press('a');
  await item(page, 'Priya Raman').waitFor({ state: 'detached' });
  expect(await page.locator(':focus h3').textContent()).toBe('Ana Morales');
  await page.keyboard.press('d');
  await page.locator('input:focus, textarea:focus').waitFor(); // drawn in the next frame
  await page.keyboard.type('jakt not now');
  await page.keyboard.press('Enter');
  await item(page, 'Ana Morales').waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.keyboard.press('t');
  await expect
    .poll(() => acts().map(({ path, body }) => [path, body.approved, body.reason]))
    .toEqual([
      ['leads/priya/approval', true, undefined],
      ['leads/ana-1/approval', false, 'jakt not now'],
      ['leads/walt/takeover', undefined, undefined],
    ]);
});

test('who may only look sees no button that decides', async () => {
  nurtured('ana-1', awaiting(60));
  nurtured('walt', escalated(30));
  const page = await open('#/inbox', READER);
  await item(page, 'Ana Morales').waitFor();
  await page.getByText('needs the scope nurture:act').waitFor();
  expect(await page.locator('.item').getByRole('button').allTextContents()).toEqual([]);
});

test('a lead’s page says where nurturing stands, what comes next and why, and what was done', async () => {
  const done = { at: new Date().toISOString(), action: 'listing_match', channel: 'sms' } as const;
  nurtured('ana-1', {
    ...awaiting(60),
    done: [
      { ...done, id: 'd-5', status: 'delivered', text: 'A home came on the market' },
      { ...done, id: 'd-4', status: 'uncertain', text: 'How did it go?' },
    ],
  });
  gateway.nurture.receipts = [RECEIPT];
  const page = await open('#/lead/ana-1');
  const card = page.locator('.card.nurture');
  await card.getByText('A home came on the market').waitFor();
  expect(await card.locator('.headline').textContent()).toBe('Awaiting approval');
  expect(await card.textContent()).toContain('Why: Asked for a showing two hours ago');
  expect(await card.locator('.done .chip').allTextContents()).toEqual([
    'Delivered',
    'Not known whether sent',
  ]);
  await card.getByRole('button', { name: 'Why were these lawful?' }).click();
  const receipt = card.locator('.receipt');
  await receipt.waitFor();
  for (const said of ['Express consent since', 'Yes, text me about homes', '10:12', 'per day 1 of 2', 'kim'])
    expect(await receipt.textContent()).toContain(said);
  await card.getByText('There is no receipt of it.').waitFor();
});

test('a person takes a lead over, pauses and hands back, and hears when that fails', async () => {
  nurtured('ana-1', nothingPlanned());
  const page = await open('#/lead/ana-1');
  const card = page.locator('.card.nurture');
  await card.getByText('Nothing is planned. It was written to an hour ago').waitFor();
  gateway.nurture.failNext = { status: 503, message: 'The store is away', fix: 'Try again' };
  await card.getByRole('button', { name: 'Take over' }).click();
  await card.getByText('The store is away. Try again.').waitFor();
  expect(await card.locator('.headline').textContent()).toBe('Being nurtured');
  await card.getByRole('button', { name: 'Take over' }).click();
  await card.getByText('With a person…').waitFor();
  nurtured('ana-1', { ...nothingPlanned(), stage: 'with_person' });
  await card.getByRole('button', { name: 'Hand back' }).click();
  nurtured('ana-1', { ...nothingPlanned(), stage: 'paused' });
  await card.getByRole('button', { name: 'Resume' }).click();
  await expect
    .poll(() => acts().map(({ path }) => path))
    .toEqual([
      ...['leads/ana-1/takeover', 'leads/ana-1/takeover', 'leads/ana-1/handback', 'leads/ana-1/resume'],
    ]);
});

test('whether it was an opt-out is said by who has read it', async () => {
  nurtured(
    'walt',
    escalated(25, { reason: 'opt_out_unsure', suggestedReply: '' }),
    'Enough of these, I am at 590',
  );
  const page = await open('#/inbox');
  const walter = item(page, 'Walter Osei');
  await walter.getByText('Opted out? Not sure').waitFor();
  expect(await walter.getByRole('button').allTextContents()).toEqual([
    'It is an opt-out',
    'It is none: go on',
  ]);
  await walter.getByRole('button', { name: 'It is none: go on' }).click();
  await expect.poll(acts).toEqual([{ path: 'leads/walt/handback', body: { optOut: 'misheard' } }]);
});

test('the list marks who waits for a person, who is with one, and who is paused', async () => {
  nurtured('ana-1', awaiting(60));
  nurtured('walt', escalated(30));
  nurtured('priya', { ...nothingPlanned(), stage: 'with_person' });
  nurtured('tom:b 2', { ...nothingPlanned(), stage: 'paused' });
  nurtured('lead-00417', nothingPlanned());
  const page = await open('#/');
  const chips = (name: string) =>
    page.locator('.lead-row', { hasText: name }).locator('.who .chip').allTextContents();
  await expect.poll(() => chips('Ana Morales')).toEqual(['Awaiting approval']);
  expect(await chips('Walter Osei')).toEqual(['Escalated']);
  expect(await chips('Priya Raman')).toEqual(['With a person']);
  expect(await chips('Tom Becker')).toEqual(['Paused']);
  expect(await chips('lead-00417')).toEqual([]);
});

test('at phone width nothing of it scrolls sideways', async () => {
  nurtured('ana-1', awaiting(60, { body: `https://example.com/${'x'.repeat(300)}` }));
  nurtured('walt', escalated(-5, { summary: 'y'.repeat(300) }));
  const page = await open('#/inbox', ACTOR, { viewport: { width: 390, height: 844 }, isMobile: true });
  await item(page, 'Ana Morales').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await item(page, 'Ana Morales').getByRole('button', { name: 'Edit' }).click();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.evaluate(`location.hash = '#/lead/walt'`);
  await page.locator('.card.nurture .escalated').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
});
