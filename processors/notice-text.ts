/** What a brokerage's own people are told of critical alerts by text message and e-mail. */
import type { CompetitiveAlert } from '../schemas/competition.ts';

export interface NoticeText {
  subject: string;
  body: string;
}

/** With the rest beside it this stays within two segments of a text message. */
const MOST_TEXT = 200;

/**
 * @param who the lead's name, or its id
 * @param link address of the console; empty: it has none that is public
 */
export function noticeText(
  { text, raised }: Pick<CompetitiveAlert, 'text' | 'raised'>,
  who: string,
  link: string,
): NoticeText {
  const unseen = raised > 0 ? ' Nobody has acted on it yet.' : '';
  return {
    subject: `${raised > 0 ? 'Still critical' : 'Critical'}: ${who}`,
    body: `${sentence(text)}${unseen} Open the console${link && `: ${link}`}`,
  };
}

/** @param count alerts that are still open, two or more */
export const digestText = (count: number, link: string): NoticeText => ({
  subject: `${count} more critical alerts`,
  body: `${count} more: open the console${link && `: ${link}`}`,
});

/** Cut at a word where it is long, and always ended. */
function sentence(text: string): string {
  const whole = text.trim();
  if (whole.length <= MOST_TEXT) return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
  const cut = whole.slice(0, MOST_TEXT);
  const word = cut.lastIndexOf(' ');
  return `${cut.slice(0, word > MOST_TEXT / 2 ? word : MOST_TEXT)}…`;
}
