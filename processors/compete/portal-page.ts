/** Pages of portals and iBuyers among what a lead opened. A saved search is on our own pages: it speaks for us. */

/** Registered domains, and whose they are, as the known competitors have it. */
const DOMAINS: Readonly<Record<string, string>> = {
  'zillow.com': 'zillow',
  'trulia.com': 'trulia',
  'redfin.com': 'redfin',
  'realtor.com': 'realtor-com',
  'homes.com': 'homes-com',
  'movoto.com': 'movoto',
  'homesnap.com': 'homesnap',
  'opendoor.com': 'opendoor',
  'offerpad.com': 'offerpad',
};
const HOST = /^https?:\/\/(?:[\w-]+\.)*?([\w-]+\.com)(?=[/:?#]|$)/i;

export interface PortalPage {
  /** E.g. zillow.com. */
  domain: string;
  /** Id among the known competitors. */
  competitor: string;
}

/** @param ref of an activity: a listing, a document, or a URL; undefined where it is no page of a portal */
export function portalPage(ref: string | undefined): PortalPage | undefined {
  if (!ref?.startsWith('http')) return undefined;
  const domain = HOST.exec(ref)?.[1]?.toLowerCase();
  const competitor = domain === undefined ? undefined : DOMAINS[domain];
  return competitor === undefined ? undefined : { domain: domain!, competitor };
}
