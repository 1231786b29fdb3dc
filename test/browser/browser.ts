/** A real browser, and a page that remembers everything the browser complained about. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Chromium as Debian installs it. Throws, with the way to get it, where it is missing. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = '/usr/bin/chromium';
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  try {
    return await chromium.launch({ executablePath, args });
  } catch (error) {
    throw new Error(`No browser for the console's tests (apt-get install chromium): ${error}`);
  }
}

export interface WatchedPage {
  page: Page;
  /** Console errors, uncaught exceptions and violations of the policy; should stay empty. */
  complaints: string[];
  close(): Promise<void>;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const opened: WatchedPage = { page, complaints: [], close: () => context.close() };
  const complain = (text: string) => opened.complaints.push(text);
  page.on('pageerror', (error) => complain(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(message.text());
  });
  await page.exposeFunction('violated', complain);
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (e) => violated(e.violatedDirective + ' ' + e.blockedURI))`,
  );
  await page.goto(url);
  return opened;
}
