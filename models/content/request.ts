/** What a text to a lead is composed from, and what comes of it. */
import type { MarketFacts } from '../../schemas/market-event.ts';
import type { ContentType } from '../../schemas/nurture.ts';
import type { Segment } from '../../schemas/segments.ts';
import type { Channel } from '../../schemas/words.ts';

/** Languages the phrase bank is written in. */
export type BankLanguage = 'en' | 'es';
export type Side = 'buyer' | 'seller';
export type MarketIndex = NonNullable<MarketFacts['index']>;
/** `at`: when it was so, epoch ms. */
export type ListingFact = NonNullable<MarketFacts['listing']> & { at: number };
/** A stretch of time, epoch ms. */
export interface Span {
  from: number;
  to: number;
}

export interface ContentRequest {
  type: ContentType;
  /** One of `APPROACHES` to speak in; any other leaves it to the segment. */
  strategy: string;
  channel: Channel;
  language: BankLanguage;
  segment: Segment | undefined;
  /** `budget` in US dollars. */
  lead: { firstName?: string; area?: string; budget?: number; side?: Side };
  /** Whose leads these are. */
  agent: { name?: string };
  sender: { brokerage: string; postalAddress?: string };
  /** What the lead said last, while it is not answered. Only the intents are used: the words are never repeated. */
  asked: { text: string; intents: readonly string[] } | undefined;
  /** What the market said, as far as it touches this lead: `MarketMemory` of its state. */
  market: {
    area?: { name: string; at: number; index: MarketIndex };
    listings: readonly ListingFact[];
  };
  /** The listing looked at last. */
  listing: string | undefined;
  /** The agent's free showing slots. */
  slots: readonly Span[];
  /** The visit that is booked, for its confirmation. Free slots are never taken for it. */
  booked?: Span;
  /** IANA zone of the lead. Without it no hour is named, and a day only where it is the same all over the US. */
  timezone: string | undefined;
  /** Variants this lead has read, oldest first. */
  used: readonly string[];
  /** Automatic messages it has had. The first says who writes and how to stop. */
  touches: number;
  /** Say that this is automated. */
  disclose: boolean;
  /** Epoch ms. */
  at: number;
  seed: string;
}

/** Something a text states, and where it is known from. `at`: since when, epoch ms. */
export interface Fact {
  text: string;
  source: string;
  at?: number;
}

export type Composed =
  | {
      ok: true;
      /** Empty where the channel has none. */
      subject: string;
      body: string;
      callToAction: string;
      /** Opener, core, call to action and the rest, by id: pass it in `used` from now on. */
      variant: string;
      facts: Fact[];
    }
  /** The field that is missing, and the fix: what is not known is never made up. */
  | { ok: false; missing: string };
