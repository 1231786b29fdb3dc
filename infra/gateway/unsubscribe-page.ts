/** The page behind the link in an e-mail, for people whose mail program does not unsubscribe by itself. */
import type { HttpAnswer } from './transport.ts';

const WORDS = {
  ask: `<h1>Unsubscribe</h1><p>No more e-mails from this brokerage?</p>
<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>`,
  done: '<h1>Done</h1><p>You will get no more e-mails from this brokerage.</p>',
};

export const unsubscribePage = (which: keyof typeof WORDS): HttpAnswer => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Unsubscribe</title>${WORDS[which]}</html>`,
});
