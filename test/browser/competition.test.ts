/** Competition in a real browser: on the list, on a lead's page, and on the page of its own, with evidence and expiry. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CompetitionView } from '../../schemas/competition.ts';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { createCast } from './cast.ts';
import { ACTOR, type FakeGateway, startFakeGateway } from './fake-gateway.ts';
import { analysisOf, compared, ESTIMATE, openAlert, watched } from './made-up-competition.ts';

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

async function open(hash: string, options: BrowserContextOptions = {}): Promise<Page> {
  opened = await openPage(browser, `${gateway.url}/console/#token=${ACTOR}`, options);
  await opened.page.waitForSelector('.lead-row');
  await opened.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return opened.page;
}
function moved(lead: string, competition: CompetitionView, text = 'Hm.') {
  const said = { type: 'message', from: 'lead', channel: 'sms', text, intents: [] } as const;
  const wire = gateway.leads.get(lead)!.happen({ ...said, intents: [], moved: { competition } }, Date.now());
  gateway.publish(wire);
}
const names = (page: Page) => page.locator('.lead-row h2').allTextContents();
const width = (page: Page) => page.evaluate('document.documentElement.scrollWidth');
/** With plain spaces, as a reader sees them. */
const textOf = async (page: Page, selector: string) =>
  (await page.locator(selector).first().textContent())!.replaceAll('\u00a0', ' ');

test('the list says the threat in a word, and can be sorted and narrowed by it', async () => {
  moved('tom:b 2', compared());
  moved('priya', compared({ level: 'high', alert: openAlert(90, { level: 'high' }) }));
  moved('walt', watched());
  const page = await open('#/');
  const chip = (name: string) =>
    page.locator('.lead-row', { hasText: name }).locator('.chip.threat').allTextContents();
  await expect.poll(() => chip('Tom Becker')).toEqual(['Critical threat']);
  expect(await chip('Priya Raman')).toEqual(['High threat']);
  expect(await chip('Walter Osei')).toEqual(['Watch']);
  expect(await chip('Ana Morales')).toEqual([]);
  await page.getByLabel('Order').selectOption('threat');
  const byThreat = ['Tom Becker', 'Priya Raman', 'Walter Osei', 'Ana Morales', 'lead-00417'];
  await expect.poll(() => names(page)).toEqual(byThreat);
  await page.getByLabel('Threat').selectOption('high');
  await expect.poll(() => names(page)).toEqual(['Tom Becker', 'Priya Raman']);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => names(page).then((all) => all[0])).toBe('Ana Morales');
});

test('a lead’s page tells who, why and what the monitors see, each with source, time and expiry', async () => {
  moved('walt', compared());
  const page = await open('#/lead/walt');
  await page.locator('.competition .headline').waitFor();
  const text = await textOf(page, '.card.competition');
  for (const said of [
    ...['Critical threat', '41% lost to a competitor within 14 days', '$7.3K of commission at risk'],
    ...['Compares us with Oakline Realty on commission', 'threat model 2 · 3 min ago'],
    ...['Oakline Realty Brokerage Comparing', 'Means to leave for them: 46%', '2 mentions'],
    ...['my zestimate says 640', 'Another agent said 2% commission. Can you match that?'],
    ...['9 Ferry Ln, a home like its own, fell', 'listing 9 Ferry Ln · 3 h ago', 'stands until '],
    ...['$612K for this home in Riverside', '80% of such homes sell between $571K and $655K'],
    ...['22 Quay St', '3 bd, 2 ba, closed', '94%', 'Says it is with Oakline Realty', 'Due in 13 min'],
  ]) {
    expect(text).toContain(said);
  }
  // Its time is up.
  expect(text).not.toContain('homes for sale up 18%');
  const picture = page.locator('.competition').getByRole('img');
  expect(await picture.getAttribute('aria-label')).toBe(
    'Estimate $612K, between $571K and $655K; 3 homes compared.',
  );
});

test('an alert is decided on the lead’s own page, where nothing else tells it', async () => {
  moved('walt', compared());
  const page = await open('#/lead/walt');
  const card = page.locator('.card.competition');
  await card.getByRole('button', { name: 'Acknowledge' }).waitFor();
  expect(await page.locator('.strip').count()).toBe(0);
  await card.getByRole('button', { name: 'Acknowledge' }).click();
  await card.getByText('Due in').waitFor({ state: 'detached' });
  expect(gateway.competition.acts).toEqual([{ path: 'leads/walt/alerts/alert:7/acknowledge', body: {} }]);
  moved('walt', compared({ alert: openAlert(14, { status: 'acknowledged' }) }));
  await card.getByText('Acknowledged').waitFor();
});

test('where nothing is known, the page says that', async () => {
  const page = await open('#/lead/ana-1');
  await page.getByText('Nobody else is known to be at this door').waitFor();
  expect(await page.locator('.competition .chip').count()).toBe(0);
});

test('what a competitor is called is text, whatever it looks like', async () => {
  const [rival] = compared().rivals;
  moved('walt', compared({ rivals: [{ ...rival!, name: '<img src=x onerror="document.title=1">' }] }));
  const page = await open('#/lead/walt');
  await page.locator('.rivals').getByText('onerror').waitFor();
  expect(await page.locator('.rivals img').count()).toBe(0);
});

test('the whole picture stands until its facts expire, and follows the lead', async () => {
  moved('walt', compared());
  const page = await open('#/lead/walt');
  await page.getByRole('link', { name: 'The whole picture' }).click();
  await page.getByRole('heading', { level: 1, name: 'Competition' }).waitFor();
  await page.getByText('14 won and 9 lost against it.').waitFor();
  expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
  const text = await textOf(page, 'main');
  for (const said of [
    ...['stands until ', 'Oakline Realty', '41% lost to a competitor', 'Can you match'],
    ...[
      'Offer a price range from comparable sales',
      'the alert · 30 min ago',
      'left the market unsold',
      'listing 4 Weir Ct · 30 min ago',
    ],
    ...[
      'It has heard from us, last by sms',
      'event d-5',
      'Homes like it put it',
      'hedonic estimate of 3 homes',
      '9 Ferry Ln',
    ],
  ]) {
    expect(text).toContain(said);
  }
  gateway.competition.analysis = (lead) => ({ ...analysisOf(lead, 60), competitorThreats: [] });
  moved('walt', compared(), 'We stay with you');
  await page.getByText('The lead has spoken of nobody else.').waitFor();
  await page.getByRole('link', { name: 'Walter Osei' }).first().click();
  await page.locator('.card.competition').waitFor();
});

test('what has expired says so, and can be asked for anew', async () => {
  moved('walt', watched());
  gateway.competition.analysis = (lead) => analysisOf(lead, -120);
  const page = await open('#/lead/walt/competition');
  await page.getByText('no longer stands: its facts expired 2 h ago').waitFor();
  gateway.competition.analysis = (lead) => analysisOf(lead, 120);
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByText('stands until ').waitFor();
});

test('it runs out while somebody looks', async () => {
  const page = await open('#/');
  await page.clock.install();
  await page.evaluate(`location.hash = '#/lead/walt/competition'`);
  await page.getByText('stands until ').waitFor();
  await page.clock.fastForward(27 * 3_600_000);
  await page.getByText('no longer stands').waitFor();
});

test('an analysis that cannot be had says why and what to do; an empty one says what is missing', async () => {
  gateway.competition.failNext = { status: 503, message: 'The store is away', fix: 'Try again in a moment' };
  gateway.competition.analysis = (lead) => {
    const { pricing: _, ...rest } = analysisOf(lead, 60);
    return {
      ...rest,
      ...{ competitorThreats: [], positioningOpportunities: [], pricingRecommendations: [] },
      ...{ differentiationPoints: [], competitiveResponses: [] },
    };
  };
  const page = await open('#/lead/ana-1/competition');
  await page.getByRole('alert').getByText('The store is away. Try again in a moment.').waitFor();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByText('Too few homes like it are known').waitFor();
  const text = await textOf(page, 'main');
  for (const said of ['spoken of nobody else', 'No answer is proposed', 'No opening is known'])
    expect(text).toContain(said);
  expect(text).not.toContain('The store is away');
  await page.evaluate(`location.hash = '#/lead/nobody/competition'`);
  await page.getByText('No lead “nobody” in this brokerage yet.').waitFor();
});

test.each(['light', 'dark'] as const)(
  'at phone width nothing of it scrolls sideways, in the %s',
  async (colorScheme) => {
    const long = 'x'.repeat(200);
    const [rival] = compared().rivals;
    const comparables = ESTIMATE.comparables.map((one) => ({ ...one, listing: long + one.listing }));
    const rivals = [{ ...rival!, name: long, quote: `https://example.com/${long}`, source: long }];
    moved('walt', compared({ rivals, pricing: { ...ESTIMATE, comparables } }));
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, colorScheme };
    const page = await open('#/lead/walt', phone);
    await page.locator('.rivals').waitFor();
    expect(await width(page)).toBe(390);
    await page.evaluate(`location.hash = '#/lead/walt/competition'`);
    await page.locator('.at-door').waitFor();
    expect(await width(page)).toBe(390);
  },
);
