/** What an order is to the lead that gets it. */
import type { Approach } from '../../models/simulator/response-settings.ts';
import type { ContentType, SendOrder } from '../../schemas/nurture.ts';

const APPROACH: Record<ContentType, Approach> = {
  first_reply: 'answer',
  answer: 'answer',
  follow_up: 'check_in',
  market_update: 'market_update',
  listing_match: 'listing_match',
  showing_invite: 'showing_invite',
  showing_confirmation: 'service',
  post_showing: 'service',
  price_alert: 'listing_match',
  valuation: 'education',
  offer_help: 'education',
  check_in: 'check_in',
  re_engagement: 're_engage',
  referral_thanks: 'service',
  closing: 'service',
};

export const approachOf = ({ type }: Pick<SendOrder, 'type'>): Approach => APPROACH[type];
